import { describe, expect, it } from '@jest/globals';
import { requestProblems, type ServiceModel } from '../../../scripts/verify-deploy/documents/service-model.ts';

const MODEL: ServiceModel = {
  operations: { CreateJob: { input: { shape: 'CreateJobRequest' } } },
  shapes: {
    CreateJobRequest: {
      type: 'structure',
      required: ['Name', 'Mode'],
      members: {
        Name: { shape: 'Name' },
        Mode: { shape: 'Mode' },
        Description: { shape: 'Description' },
        Parameters: { shape: 'Parameters' },
        Inputs: { shape: 'Inputs' },
        Seconds: { shape: 'Seconds' },
        Isolated: { shape: 'Flag' },
        Share: { shape: 'Share' },
        Source: { shape: 'Source' },
        Instance: { shape: 'Instance' },
        Odd: { shape: 'Odd' },
      },
    },
    Name: { type: 'string', min: 1, max: 10, pattern: '[a-z](-*[a-z0-9])*' },
    Mode: { type: 'string', enum: ['Pipe', 'File'] },
    Description: { type: 'string', pattern: '[\\p{L}\\p{N} ]*' },
    Parameters: { type: 'map', key: { shape: 'Key' }, value: { shape: 'Value' }, max: 2 },
    Key: { type: 'string', max: 3 },
    Value: { type: 'string', max: 5 },
    Inputs: { type: 'list', member: { shape: 'Name' }, min: 1, max: 2 },
    Seconds: { type: 'integer', min: 1, max: 3600 },
    Flag: { type: 'boolean' },
    Share: { type: 'double' },
    Source: { type: 'structure', union: true, members: { File: { shape: 'Name' }, Folder: { shape: 'Name' } } },
    Instance: { type: 'string', enum: Array.from({ length: 12 }, (_, i) => `ml.m${i}`) },
    Odd: { type: 'string', pattern: '[\\p{Alnum}]*' },
  },
};

const RIGHT = { Name: 'job-1', Mode: 'File' };
const problems = (more: Readonly<Record<string, unknown>>) =>
  requestProblems(MODEL, 'CreateJob', { ...RIGHT, ...more });

describe('a request, against the model of its service', () => {
  it('is right with all of its fields', () => {
    const more = {
      Description: 'Jährlich 1',
      Parameters: { a: 'one' },
      Inputs: ['in'],
      Seconds: 60,
      Isolated: true,
      Share: 0.5,
    };
    expect(problems({ ...more, Source: { File: 'a' } })).toEqual([]);
  });

  it.each([
    [
      'a missing field',
      { Mode: undefined },
      ['CreateJob.Mode is missing, which is required', 'CreateJob.Mode must be text; got nothing'],
    ],
    ['an unknown field', { Nmae: 'x' }, ['CreateJob.Nmae is no field of the request; got "x"']],
    ['a word that is none of its words', { Mode: 'FastFile' }, ['CreateJob.Mode is "FastFile"; allowed: Pipe, File']],
    [
      'one of many words',
      { Instance: 'ml.x' },
      [
        'CreateJob.Instance is "ml.x"; allowed: ml.m0, ml.m1, ml.m2, ml.m3, ml.m4, ml.m5, ml.m6, ml.m7, ml.m8, ml.m9 and 2 more',
      ],
    ],
    [
      'a text outside its pattern, though a part of it fits',
      { Name: 'job_1' },
      ['CreateJob.Name is "job_1"; allowed: [a-z](-*[a-z0-9])*'],
    ],
    [
      'a letter outside its pattern',
      { Description: 'a/b' },
      ['CreateJob.Description is "a/b"; allowed: [\\p{L}\\p{N} ]*'],
    ],
    ['a text that is too long', { Name: 'elevenchars' }, ['CreateJob.Name is 11 characters; allowed: 1 to 10']],
    ['a number above its maximum', { Seconds: 3601 }, ['CreateJob.Seconds is 3601; allowed: 1 to 3600']],
    ['a number below its minimum', { Seconds: 0 }, ['CreateJob.Seconds is 0; allowed: 1 to 3600']],
    ['a number that is text', { Seconds: '60' }, ['CreateJob.Seconds must be a whole number; got "60"']],
    ['a share of a whole number', { Seconds: 1.5 }, ['CreateJob.Seconds must be a whole number; got 1.5']],
    ['a number that is none', { Share: '0.5' }, ['CreateJob.Share must be a number; got "0.5"']],
    ['a truth that is text', { Isolated: 'true' }, ['CreateJob.Isolated must be true or false; got "true"']],
    ['an empty list', { Inputs: [] }, ['CreateJob.Inputs is 0 entries; allowed: 1 to 2']],
    ['a list that is none', { Inputs: 'in' }, ['CreateJob.Inputs must be a list; got "in"']],
    ['an entry of a list', { Inputs: ['in', 'OUT'] }, ['CreateJob.Inputs[1] is "OUT"; allowed: [a-z](-*[a-z0-9])*']],
    [
      'a map with too many entries',
      { Parameters: { a: '', b: '', c: '' } },
      ['CreateJob.Parameters is 3 entries; allowed: any to 2'],
    ],
    [
      'a key of a map',
      { Parameters: { long: 'a' } },
      ["CreateJob.Parameters's key long is 4 characters; allowed: any to 3"],
    ],
    ['a value of a map', { Parameters: { a: 1 } }, ['CreateJob.Parameters.a must be text; got 1']],
    [
      'two of what is one or the other',
      { Source: { File: 'a', Folder: 'b' } },
      ['CreateJob.Source must have exactly one of its fields; got File, Folder'],
    ],
  ])('refuses %s', (_, more, expected) => {
    expect(problems(more)).toEqual(expected);
  });

  it('throws for what it cannot judge, instead of letting it pass', () => {
    expect(() => requestProblems(MODEL, 'DeleteJob', {})).toThrow("the service model has no operation 'DeleteJob'");
    expect(() => problems({ Odd: 'a' })).toThrow(SyntaxError);
    const blob = { ...MODEL, shapes: { ...MODEL.shapes, Name: { type: 'blob' } } } as unknown as ServiceModel;
    expect(() => requestProblems(blob, 'CreateJob', RIGHT)).toThrow(
      "CreateJob.Name is of the type 'blob', which is not checked",
    );
    const { Mode: gone, ...shapes } = MODEL.shapes;
    expect(gone).toBeDefined();
    expect(() => requestProblems({ ...MODEL, shapes }, 'CreateJob', RIGHT)).toThrow(
      "the service model has no shape 'Mode'",
    );
  });
});
