import type { Evidence } from './errors.ts';

/** The root of a server. What it leaves out (a user, a password, a query) would stand in every message, log and record that names the server. */
const ADDRESS = /^(https?):\/\/(\[[0-9a-f:]+\]|[a-z0-9][a-z0-9.-]*)(:\d{1,5})?((?:\/[\w.~%+-]*)*)$/i;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const USUAL_PORTS: Readonly<Record<string, string>> = { http: ':80', https: ':443' };

interface Address {
  readonly scheme: string;
  readonly host: string;
  /** As records and comparisons have it: the same server is the same text. */
  readonly uri: string;
}

/** The address in the one spelling that is kept and compared; undefined where it is none of a tracking server. */
export function trackingUri(text: string): string | undefined {
  return parse(text)?.uri;
}

/** What is wrong with the address of a tracking server; undefined where nothing is. */
export function trackingUriProblem(text: string): Evidence | undefined {
  const address = parse(text);
  const allowed = 'https://host/path, or http://127.0.0.1:5000 on this machine alone, without user, password and query';
  if (address === undefined) {
    // What is refused may be an address with a password in it.
    const got = text.includes('@') ? {} : { got: text };
    const hint = "credentials go apart from the address: see 'tracking' in docs/deploy.md";
    return { problem: 'the tracking address is not one of a server', ...got, allowed, hint };
  }
  if (address.scheme === 'https' || LOOPBACK.test(address.host)) return undefined;
  return {
    problem:
      'a tracking server on another machine is not spoken to by http: whoever listens reads the token, the data and the models',
    got: text,
    allowed,
    hint: 'put TLS before the server, or reach it by a tunnel: ssh -L 5000:127.0.0.1:5000 HOST',
  };
}

function parse(text: string): Address | undefined {
  const [, scheme, host, port = '', path] = ADDRESS.exec(text)?.map((part) => part ?? '') ?? [];
  if (scheme === undefined) return undefined;
  const [lowScheme, lowHost] = [scheme.toLowerCase(), host.toLowerCase()];
  const ownPort = port === USUAL_PORTS[lowScheme] ? '' : port;
  return { scheme: lowScheme, host: lowHost, uri: `${lowScheme}://${lowHost}${ownPort}${path.replace(/\/+$/, '')}` };
}
