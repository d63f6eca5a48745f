import { access } from 'node:fs/promises';
import { chromium, type Browser } from 'playwright-core';
import { missing } from './missing.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Nothing but the page under test: no updates, no pings. */
const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns the browser's path; undefined where the machine has none */
export async function chromiumPath(): Promise<string | undefined> {
  const { CHROMIUM_PATH } = process.env;
  for (const place of CHROMIUM_PATH === undefined ? PLACES : [CHROMIUM_PATH]) {
    if (await exists(place)) return place;
  }
  return missing('chromium');
}

export async function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: QUIET });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
