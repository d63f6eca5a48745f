/**
 * What the emulators' virtual environment holds. boto3 reads the resources back, and CDK's bucket notifications hang without it; its botocore
 * has the model of SageMaker's API that the job requests are checked against.
 */
export const PYTHON_PACKAGES = [
  'ministack==1.5.33',
  'moto[server]==5.2.5',
  'boto3==1.43.106',
  'cryptography==50.0.2',
  'cfn-lint==1.58.0',
] as const;
