/** One text of the emulator that is replaced while it is loaded; nothing on the disk changes. */
export interface Patch {
  readonly name: string;
  /** What AWS does, and the emulator does not. */
  readonly reason: string;
  readonly module: string;
  /** Stands in the module's source exactly once: another version of the emulator fails at its start, loudly. */
  readonly from: string;
  readonly to: string;
}

export const PATCHES: readonly Patch[] = [
  {
    name: "a rejected handler's error keeps its name",
    reason: 'Retry and Catch match errorType, which the emulator sets to Runtime.HandlerError whatever was thrown',
    module: 'ministack.core.lambda_runtime',
    from: 'status: "error", error: String(err.message || err), trace: err.stack || ""\n',
    to: 'status: "error", error: String(err.message || err), trace: err.stack || "", errorType: err.name\n',
  },
  {
    name: "a throwing handler's error keeps its name",
    reason: 'as above, for an error that is thrown before the handler has returned a promise',
    module: 'ministack.core.lambda_runtime',
    from: 'status: "error", error: e.message, trace: e.stack\n',
    to: 'status: "error", error: e.message, trace: e.stack, errorType: e.name\n',
  },
  {
    name: 'the name reaches the caller',
    reason: 'as above, on the side of the service',
    module: 'ministack.services.lambda_svc',
    from: [
      '            error_type = "Runtime.HandlerError"\n',
      '            if _RIE_TIMEOUT_TEXT_RE.fullmatch(error_msg):\n',
    ].join(''),
    to: [
      '            error_type = result.get("errorType") or "Runtime.HandlerError"\n',
      '            if _RIE_TIMEOUT_TEXT_RE.fullmatch(error_msg):\n',
    ].join(''),
  },
  {
    name: "aws:PrincipalArn is the role's",
    reason:
      "AWS gives a session's requests the ARN of its role; the emulator gives the session's, and a right bucket policy denies",
    module: 'ministack.core.iam_evaluator',
    from: '    if k == "aws:principalarn":\n        return ctx.principal_arn\n',
    to: [
      '    if k == "aws:principalarn":\n',
      '        return re.sub(r"^arn:aws:sts::(\\d+):assumed-role/([^/]+)/.*$", r"arn:aws:iam::\\1:role/\\2", ctx.principal_arn)\n',
    ].join(''),
  },
  {
    name: 'TaskScheduled carries its parameters',
    reason: "AWS's event tells what was asked for, and `approve` finds the task's token there",
    module: 'ministack.services.stepfunctions',
    from: [
      '                    "resourceType": "lambda" if "lambda" in resource else "states",\n',
      '                    "resource": resource,\n',
      '                },\n',
      '            })\n',
      '\n',
      '            if _mock_throw is not None:\n',
    ].join(''),
    to: [
      '                    "resourceType": "lambda" if "lambda" in resource else "states",\n',
      '                    "resource": resource,\n',
      '                    "region": get_region(),\n',
      '                    "parameters": json.dumps(effective),\n',
      '                },\n',
      '            })\n',
      '\n',
      '            if _mock_throw is not None:\n',
    ].join(''),
  },
  {
    name: 'no port but ours',
    reason: 'with TLS on, the emulator takes port 443 as well; two runs on one machine would meet there',
    module: 'ministack.app',
    from: 'if port != "443" and _port_is_bindable(bind_host, 443):',
    to: 'if False:',
  },
];
