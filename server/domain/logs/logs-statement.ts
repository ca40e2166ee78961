/** The IAM statement, as JSON, that lets samples of one log group be read; for all of them the star stands at its end. */
export function logsStatement(
  place: { partition: string; accountId: string; region: string },
  logGroup: string,
): string {
  const { partition, accountId, region } = place
  return JSON.stringify(
    {
      Effect: 'Allow',
      Action: 'logs:FilterLogEvents',
      Resource: `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}:*`,
    },
    null,
    2,
  )
}
