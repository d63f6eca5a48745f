import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Checkout } from '../../core/delivery/ports.ts';

/** Whether what is built here is the commit. A folder without a repository is what whoever called says that it is. @throws CheckoutRefused */
export async function requireCheckoutOf(commit: string, { checkout }: { readonly checkout: Checkout }): Promise<void> {
  const head = await checkout.head();
  if (head === undefined) return;
  if (head !== commit) {
    throw new PlatformError(ERROR_NAMES.checkoutRefused, {
      problem: 'the checkout is of another commit than the one to build',
      got: head,
      allowed: commit,
      hint: `git checkout ${commit}, or leave out --commit`,
    });
  }
  const changed = await checkout.changedFiles();
  if (changed.length === 0) return;
  throw new PlatformError(ERROR_NAMES.checkoutRefused, {
    problem: `${changed.length} files of the checkout differ from its commit`,
    got: changed.slice(0, 5).join(', '),
    allowed: 'a checkout as it was committed',
    hint: "commit or remove them: what is built of them would be nobody's commit",
  });
}
