import type { Pool } from 'pg'
import type { Principals } from './derive-principals.ts'
import type { Sources } from './derive-sources.ts'

type Inputs = { accountId: string; sources: Sources; principals: Principals; now: Date }

/** Works out which functions call which. */
export async function deriveCalls(_pool: Pool, _inputs: Inputs): Promise<void> {}
