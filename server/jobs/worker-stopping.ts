/** Why a job's signal was aborted: the process goes away, which says nothing of what the job looked at. */
export class WorkerStopping extends Error {
  override readonly name = 'WorkerStopping'
  constructor() {
    super('The worker is stopping.')
  }
}
