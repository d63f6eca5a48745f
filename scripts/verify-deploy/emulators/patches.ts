/** One text of an emulator that is replaced while it is loaded; nothing on the disk changes. */
interface Patch {
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
    name: 'a function is called by account and name',
    reason: "Lambda knows '<account>:function:<name>'; the emulator takes the account for the name",
    module: 'ministack.services.lambda_svc',
    from: '        name, qualifier = name_or_arn.split(":", 1)\n',
    to: '        name, qualifier = re.sub(r"^\\d{12}:function:([^:]+)$", r"\\1:", name_or_arn).split(":", 1)\n',
  },
  {
    name: 'a function is found by account and name',
    reason: 'as above, where the emulator looks a function up',
    module: 'ministack.services.lambda_svc',
    from: '        return name_or_arn.split(":")[0]\n',
    to: '        return re.sub(r"^\\d{12}:function:", "", name_or_arn).split(":")[0]\n',
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
    name: "a token's rights are those on its machine",
    reason:
      'AWS asks for SendTaskSuccess and SendTaskFailure on the state machine whose task waits; the emulator on all resources, which no role has',
    module: 'ministack.core.iam_actions',
    from: '    if service == "states":\n        arn = _safe_json_field(body, "stateMachineArn")\n',
    to: [
      '    if service == "states":\n',
      '        token = _safe_json_field(body, "taskToken")\n',
      '        if token:\n',
      '            from ministack.services import stepfunctions\n',
      '            for execution in list(stepfunctions._executions.values()):\n',
      '                if token in json.dumps(execution["events"], default=str):\n',
      '                    return execution["stateMachineArn"]\n',
      '        arn = _safe_json_field(body, "stateMachineArn")\n',
    ].join(''),
  },
  {
    name: "a repository's rights are found by its name",
    reason: "DescribeRepositories is asked of '*', which the bootstrap's image publishing role rightly may not",
    module: 'ministack.core.iam_actions',
    from: '    if service == "ecr":\n        name = _safe_json_field(body, "repositoryName")\n',
    to: [
      '    if service == "ecr":\n',
      '        name = _safe_json_field(body, "repositoryName") or (_safe_json_field(body, "repositoryNames") or [""])[0]\n',
    ].join(''),
  },
  {
    name: 'a put says whether it is conditional',
    reason: 'the policies of the buckets refuse a put without If-None-Match where objects are written once',
    module: 'ministack.core.iam_actions',
    from: '            context["s3:x-amz-server-side-encryption"] = sse\n',
    to: [
      '            context["s3:x-amz-server-side-encryption"] = sse\n',
      '        if headers.get("if-none-match"):\n',
      '            context["s3:if-none-match"] = headers["if-none-match"]\n',
    ].join(''),
  },
  {
    name: 'a bucket with objects is not deleted',
    reason: "CloudFormation deletes no bucket that holds objects or versions; the emulator's does, in silence",
    module: 'ministack.services.cloudformation.provisioners',
    from: 'def _s3_delete(physical_id, props):\n',
    to: [
      'def _s3_delete(physical_id, props):\n',
      '    if physical_id in _s3._buckets and (_s3._buckets[physical_id]["objects"] or _s3._bucket_has_versions(physical_id)):\n',
      '        raise ValueError(f"The bucket {physical_id} is not empty (Service: S3, Status Code: 409)")\n',
    ].join(''),
  },
  {
    name: 'a log group of a name that exists is not created',
    reason:
      'CloudFormation answers AlreadyExists, so that what is retained under a fixed name stands in the way; the emulator overwrites it',
    module: 'ministack.services.cloudformation.provisioners',
    from: '    arn = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{name}:*"\n    retention = props.get("RetentionInDays")\n',
    to: [
      '    if props.get("LogGroupName") and name in _cw_logs._log_groups:\n',
      '        raise ValueError(f"AWS::Logs::LogGroup: {name} already exists")\n',
      '    arn = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{name}:*"\n',
      '    retention = props.get("RetentionInDays")\n',
    ].join(''),
  },
  {
    name: 'no port but ours',
    reason: 'with TLS on, the emulator takes port 443 as well; two runs on one machine would meet there',
    module: 'ministack.app',
    from: 'if port != "443" and _port_is_bindable(bind_host, 443):',
    to: 'if False:',
  },
  {
    name: 'model packages can be deleted: the question',
    reason: 'moto answers 500, and `npm run teardown` deletes them',
    module: 'moto.sagemaker.responses',
    from: '    def describe_model_package(self) -> ActionResult:\n',
    to: [
      '    def delete_model_package(self) -> ActionResult:\n',
      '        self.sagemaker_backend.delete_model_package(self._get_param("ModelPackageName"))\n',
      '        return ActionResult({})\n',
      '\n',
      '    def delete_model_package_group(self) -> ActionResult:\n',
      '        self.sagemaker_backend.delete_model_package_group(self._get_param("ModelPackageGroupName"))\n',
      '        return ActionResult({})\n',
      '\n',
      '    def describe_model_package(self) -> ActionResult:\n',
    ].join(''),
  },
  {
    name: 'model packages can be deleted: the deed',
    reason: 'as above; a group that is not empty stays, as on AWS',
    module: 'moto.sagemaker.models',
    from: '    def describe_model_package(self, model_package_name: str) -> ModelPackage:\n',
    to: [
      '    def delete_model_package(self, name: str) -> None:\n',
      '        del self.model_packages[self.describe_model_package(name).arn]\n',
      '\n',
      '    def delete_model_package_group(self, name: str) -> None:\n',
      '        if any(package.model_package_group_name == name for package in self.model_packages.values()):\n',
      '            raise AWSValidationException(f"Model package group {name} is not empty")\n',
      '        del self.model_package_groups[name]\n',
      '\n',
      '    def describe_model_package(self, model_package_name: str) -> ModelPackage:\n',
    ].join(''),
  },
];
