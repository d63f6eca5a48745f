import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { NODE_VERSION } from '../../../scripts/verify-image/stand-in.ts';

it("the stand-in's Node is of the release that the image's base is", () => {
  const dockerfile = readFileSync('containers/forecaster/image/Dockerfile', 'utf8');
  expect(/^ARG BASE_IMAGE=docker\.io\/library\/node:(\d+)-slim$/m.exec(dockerfile)?.[1]).toBe(
    NODE_VERSION.split('.')[0],
  );
});
