import { describe, expect, it } from '@jest/globals';
import { awsPorts } from '../../hosts/aws.ts';

const VARIABLES = {
  LANDING_BUCKET: 'the-landing',
  BRONZE_BUCKET: 'the-bronze',
  SILVER_BUCKET: 'the-silver',
  GOLD_BUCKET: 'the-gold',
  ARTIFACTS_BUCKET: 'the-artifacts',
};

describe('awsPorts', () => {
  it('opens the buckets that the environment names', () => {
    const { stores } = awsPorts(VARIABLES);
    expect(Object.fromEntries(Object.entries(stores).map(([layer, { bucket }]) => [layer, bucket]))).toEqual({
      landing: 'the-landing',
      bronze: 'the-bronze',
      silver: 'the-silver',
      gold: 'the-gold',
      artifacts: 'the-artifacts',
    });
  });

  it('names the variable that is missing', () => {
    expect(() => awsPorts({ ...VARIABLES, GOLD_BUCKET: undefined })).toThrow(
      'the environment variable GOLD_BUCKET is not set',
    );
    expect(() => awsPorts({ ...VARIABLES, GOLD_BUCKET: '' })).toThrow('GOLD_BUCKET');
  });

  it('asks for the topic and the build only where a step uses them', () => {
    const ports = awsPorts(VARIABLES);
    expect(() => ports.notifier).toThrow('NOTIFICATION_TOPIC_ARN');
    expect(() => ports.build).toThrow('BUILD_COMMIT');
    expect(() => ports.place).toThrow('PLATFORM_ENVIRONMENT');
  });

  it('knows what was built', () => {
    const build = { BUILD_COMMIT: 'abc', BUILD_IMAGE: 'lambda', BUILD_LIBRARIES: '{"zod":"4.6.7"}' };
    expect(awsPorts({ ...VARIABLES, ...build }).build).toEqual({
      commit: 'abc',
      image: 'lambda',
      libraries: { zod: '4.6.7' },
    });
  });

  it('names its environment as the command line does', () => {
    expect(awsPorts({ ...VARIABLES, PLATFORM_ENVIRONMENT: 'staging' }).place).toBe('--env staging');
  });

  it("finds the project's data sets", () => {
    expect(awsPorts(VARIABLES).datasets.find('weather').name).toBe('weather');
  });
});
