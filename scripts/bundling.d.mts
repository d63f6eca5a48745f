import type { BuildOptions } from 'esbuild';

export declare const ROOT: string;
export declare function moduleOptions(root: string): BuildOptions;
export declare function programOptions(root: string, outdir: string): BuildOptions;
