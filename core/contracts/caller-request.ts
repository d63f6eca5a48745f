/** The one request of STS that says who has signed it; docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const CALLER_REQUEST = {
  method: 'POST',
  path: '/',
  contentType: 'application/x-www-form-urlencoded; charset=utf-8',
  body: 'Action=GetCallerIdentity&Version=2011-06-15',
} as const;

/** The header that binds the request to one answer: AWS checks its signature, and reads nothing in it. */
export const ANSWER_HEADER = 'x-forecasting-answer-sha256';

/** What the signature covers beside method, path, query and body; in this order. */
export function signedHeaders(isSession: boolean): readonly string[] {
  return ['content-type', 'host', 'x-amz-date', ...(isSession ? ['x-amz-security-token'] : []), ANSWER_HEADER];
}
