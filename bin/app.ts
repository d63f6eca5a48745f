import { errorText } from '../cli/error-text.ts';
import { terminalOf } from '../cli/terminal.ts';
import { PlatformError } from '../core/contracts/errors.ts';

try {
  // Literals are checked where they are loaded.
  const { addEnvironment, platformApp } = await import('../lib/synthesize.ts');
  const app = platformApp();
  addEnvironment(app, app.node.tryGetContext('env'));
  app.synth();
} catch (error) {
  // What a person wrote wrongly needs a sentence, not a stack trace.
  if (!(error instanceof PlatformError)) throw error;
  console.error(errorText(error, terminalOf(process.stderr)));
  process.exitCode = 1;
}
