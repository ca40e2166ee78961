/** Something that a collector run could not do, and what that leaves unseen. */
export type CollectorProblem = {
  operation: string
  /** The IAM action that the operation needs, e.g. lambda:GetPolicy. */
  permission: string
  state: 'denied' | 'failed' | 'malformed'
  code: string
  message: string
  /** How often it was met in the run. */
  count: number
  /** Up to ten names of the resources concerned. */
  resources: string[]
  /** What it leaves unseen, where that is less than all that the operation tells. */
  hides?: string
}

export type RunStatus = 'running' | 'ok' | 'partial' | 'denied' | 'failed'
