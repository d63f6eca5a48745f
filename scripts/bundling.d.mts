import type { BuildOptions, Plugin } from 'esbuild';

type Options = BuildOptions & { readonly plugins: Plugin[] };

export declare function moduleOptions(root: string, outdir: string): Options;
export declare function programOptions(root: string, outdir: string): Options;
