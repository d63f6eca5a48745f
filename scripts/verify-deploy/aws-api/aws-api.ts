import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

export interface AwsApiProps {
  /** An interpreter that has boto3. */
  readonly python: string;
  readonly env: NodeJS.ProcessEnv;
}

export type Answer = Readonly<Record<string, unknown>>;

/** What a service refused. */
export class AwsRefusal extends Error {
  override readonly name = 'AwsRefusal';
  readonly code: string;

  constructor(call: string, { code, message }: { readonly code: string; readonly message: string }) {
    super(`${call}: ${code}: ${message}`);
    this.code = code;
  }
}

const replySchema = z.union([
  z.object({ answer: z.record(z.string(), z.unknown()) }),
  z.object({ code: z.string(), message: z.string() }),
]);

/**
 * The services' own API, by boto3: it knows every service and every field, and is not the SDK that the platform itself calls.
 * Times come as ISO text, bytes as base64.
 */
export class AwsApi {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: ((line: string | undefined) => void)[] = [];

  constructor({ python, env }: AwsApiProps) {
    this.#child = spawn(python, [fileURLToPath(new URL('serve.py', import.meta.url))], { env });
    this.#child.stderr.pipe(process.stderr);
    const lines = createInterface({ input: this.#child.stdout });
    lines.on('line', (line) => this.#waiting.shift()?.(line));
    lines.on('close', () => this.#waiting.splice(0).forEach((settle) => settle(undefined)));
  }

  /** @param operation as the API reference writes it. @throws AwsRefusal */
  async call(service: string, operation: string, parameters: Answer = {}): Promise<Answer> {
    const line = await new Promise<string | undefined>((settle) => {
      this.#waiting.push(settle);
      this.#child.stdin.write(`${JSON.stringify({ service, operation, parameters })}\n`);
    });
    if (line === undefined) throw new Error(`${service} ${operation}: the process that calls AWS has ended`);
    const reply = replySchema.parse(JSON.parse(line));
    if ('answer' in reply) return reply.answer;
    throw new AwsRefusal(`${service} ${operation} ${JSON.stringify(parameters)}`, reply);
  }

  close(): void {
    this.#child.stdin.end();
  }
}
