/** A place where a secret was recognised. The value itself is never kept. */
export type SecretMatch = {
  /** Name of the variable, path of the file: where it stands. */
  where: string
  /** Line within a file, from 1. */
  line?: number
  /** Id of the detector that recognised it: `aws-access-key`, `entropy`, … */
  detector: string
  /** `certain`: the form belongs to one vendor's keys alone; `likely`: name and entropy speak for it. */
  confidence: 'certain' | 'likely'
  /** Keyed hash of the value: the same as long as the value is, and of no use to find it. */
  fingerprint: string
}
