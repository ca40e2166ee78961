import type { Remediation } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import { shellWord } from '#server/domain/text.ts'

/** What CloudWatch Logs takes. Source: CloudWatch Logs API reference, PutRetentionPolicy. */
const DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

/** Sets a log group's retention to a number of days, or the next higher one that there is. */
export function retentionChange(record: LogGroupRecord, wanted: number, text: string): Remediation {
  const days = DAYS.find((one) => one >= wanted) ?? 3653
  return {
    text,
    cli: `aws logs put-retention-policy ${regionOf(record)} --log-group-name ${shellWord(record.name)} --retention-in-days ${days}`,
    cloudformation: properties('AWS::Logs::LogGroup', { LogGroupName: record.name, RetentionInDays: days }),
    terraform: argumentsOf('aws_cloudwatch_log_group', { name: record.name, retention_in_days: days }),
  }
}
