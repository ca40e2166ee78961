import { Estate, type EstateOptions } from './estate/estate.ts'
import { type FunctionSpec, hourMs, type Partition } from './estate/model.ts'
import { incidents } from './incidents/index.ts'
import { IncidentStage } from './incidents/stage.ts'
import { Deployments } from './life/deployments.ts'
import { type FunctionState, functionState } from './life/function-state.ts'
import { Metrics } from './life/metrics.ts'
import { Journal } from './trail/journal.ts'
import { EventQueue } from './trail-delivery/event-queue.ts'
import { PastQueries } from './trail-delivery/queries.ts'

/** The estate and everything that happens in it, at the time the clock says. */
export class World {
  readonly estate: Estate
  readonly stage: IncidentStage
  readonly deployments: Deployments
  readonly metrics: Metrics
  readonly journal: Journal
  readonly eventQueue: EventQueue
  readonly pastQueries: PastQueries
  readonly now: () => number

  constructor(options: EstateOptions, now: () => number) {
    this.now = now
    this.estate = new Estate(options)
    this.stage = new IncidentStage(options.anchorMs, incidents)
    this.deployments = new Deployments(options.seed)
    this.metrics = new Metrics(this.stage)
    this.journal = new Journal(options.seed, this.deployments, this.stage)
    this.eventQueue = new EventQueue(this)
    this.pastQueries = new PastQueries(this)
  }

  /** A deployment of this function by CI, now. */
  deploy(partition: Partition, fn: FunctionSpec): void {
    const nowMs = this.now()
    this.deployments.deploy(partition, fn, nowMs)
    for (const hour of [-1, 0, 1]) this.journal.forget(partition, Math.floor(nowMs / hourMs) + hour)
  }

  stateOf(partition: Partition, fn: FunctionSpec): FunctionState {
    return functionState(partition, fn, this.now(), this.deployments, this.stage)
  }
}
