export type Control = {
  /** As the framework numbers it. */
  id: string
  title: string
  /** Ids of checks. */
  checks: readonly string[]
  /** Ids of detections and baselines. */
  detections: readonly string[]
  /** What of the control cannot be seen from outside the code and the account; never counted as a pass. */
  unseen: string
}

/** A map from an outside taxonomy to the catalogue: data, one file a framework. */
export type Framework = {
  id: string
  title: string
  version: string
  publisher: string
  url: string
  controls: readonly Control[]
}
