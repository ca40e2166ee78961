import { minuteMs } from '#demo/estate/model.ts'
import { people } from '#demo/estate/names.ts'
import { at as elementAt } from '#demo/estate/prng.ts'
import { personSession, signInActs } from '#demo/trail/actors.ts'
import { deployActs } from '#demo/trail/deploy-acts.ts'
import { functionResource, lambdaRead, updateCodeAct } from '#demo/trail/lambda-acts.ts'
import type { Incident } from './incident.ts'

const restoreAfterMs = 149 * minuteMs

/** A person signs in to the console and saves other code over what CI deployed; CI puts it back later. */
export const codeOverwritten: Incident = {
  id: 'code-overwritten',
  periodMs: 240 * minuteMs,
  offsetMs: -33 * minuteMs,
  durationMs: 150 * minuteMs,
  cast: ['overwrite'],
  mutations: [
    { cast: 'overwrite', afterMs: 0, code: 'new', publishes: false },
    { cast: 'overwrite', afterMs: restoreAfterMs, code: 'restore', publishes: false },
  ],
  acts(players, at) {
    const fn = players.get('overwrite')
    if (!fn) return []
    const session = personSession(
      fn.accountId,
      elementAt(people, 2 + (at.index & 1)),
      at.startMs - 9 * minuteMs,
    )
    return [
      ...signInActs(session, fn.region),
      lambdaRead(session, fn.region, at.startMs - 6 * minuteMs, 'ListFunctions20150331', { maxItems: 50 }),
      lambdaRead(
        session,
        fn.region,
        at.startMs - 4 * minuteMs,
        'GetFunction20150331v2',
        { functionName: fn.name },
        functionResource(fn),
      ),
      updateCodeAct(session, fn, at.startMs, `code-overwritten-${at.startMs}`),
      lambdaRead(
        session,
        fn.region,
        at.startMs + 40_000,
        'GetFunctionConfiguration20150331v2',
        { functionName: fn.name },
        functionResource(fn),
      ),
      ...deployActs({
        atMs: at.startMs + restoreAfterMs,
        service: fn.service,
        functions: [fn],
        run: 13_000_000_000 + at.index,
        code: 'deploy-0',
      }),
    ]
  },
}
