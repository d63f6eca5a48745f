/**
 * The families whose instances have a volume of EBS and no disks of their own. A `d` behind the generation means disks (`m5d`), and every other
 * family of SageMaker has them (`g4dn`, `g5`, `p4d`, `trn1`, ...): those encrypt themselves in hardware, and SageMaker refuses a
 * request that names a key for them.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html
 */
const ON_EBS_ALONE = /^ml\.([cmrt]\d[a-ce-z]*|p[23])\./;

/** Whether the volume of a job on such an instance can be encrypted with a key of ours. */
export function takesVolumeKey(instanceType: string): boolean {
  return ON_EBS_ALONE.test(instanceType);
}
