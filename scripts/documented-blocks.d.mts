export function documentedBlocks(
  markdown: string,
): readonly { readonly kind: string; readonly commands: readonly string[] }[];
export function withoutBlocks(markdown: string): string;
