/** `synth.ts ENVIRONMENT OUTDIR`: the inner loop's synthesis, without bundling. */
import { synthesizeEnvironment } from '../../lib/synthesize.ts';

const [environment, outdir] = process.argv.slice(2);
synthesizeEnvironment(environment, { bundling: false, outdir });
