export type AnomalyKind = 'spike' | 'drop' | 'silence' | 'shift'

/** What the model says of one point, out of what came before it alone. */
export type Scored = {
  /** 0 to 1; an anomaly from `ANOMALY_THRESHOLD` on. */
  score: number
  isAnomaly: boolean
  kind: AnomalyKind | null
  /** What is usual at that time, with its band; null while nothing is known. */
  expected: number | null
  lower: number | null
  upper: number | null
  /** False while too little was seen for anything to be called unusual. */
  isWarm: boolean
  /** The value as a multiple of what is usual; null where that is nothing. */
  times: number | null
  /** What "usual" was taken from, such as `Tuesday 14:00` (UTC); null where the time of day makes no difference. */
  usualAt: string | null
  /** For how many days there was nothing as far out in this direction; null where something was. */
  firstInDays: number | null
}

/** From this score on a point is an anomaly; the same for every series. */
export const ANOMALY_THRESHOLD = 0.5
