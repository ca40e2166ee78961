/** CloudTrail's own names: …_CloudTrail_eu-west-1_20261120T0905Z_abc.json.gz, of when the file was delivered. */
const IN_NAME = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/
/** Folders of a day, or of an hour, as CloudTrail and Firehose lay them out. */
const IN_FOLDERS = /(?:^|[/\\])(\d{4})[/\\](\d\d)[/\\](\d\d)(?:[/\\](\d\d))?[/\\]/

/** When what is in a log file happened, roughly, by where it lies; undefined where that does not tell. */
export function nameTimeMs(path: string): number | undefined {
  const [, ...parts] = IN_NAME.exec(path) ?? IN_FOLDERS.exec(path) ?? []
  if (parts.length === 0) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.map((part) => Number(part ?? 0))
  const timeMs = Date.UTC(year, month - 1, day, hour, minute)
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && year >= 2013 ? timeMs : undefined
}
