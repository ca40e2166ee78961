import { openUrlStatements } from '#demo/estate/function-access.ts'
import { minuteMs } from '#demo/estate/model.ts'
import { people } from '#demo/estate/names.ts'
import { at as elementAt } from '#demo/estate/prng.ts'
import { setDuration } from '#demo/life/minute-load.ts'
import { personSession, signInActs } from '#demo/trail/actors.ts'
import { functionResource, lambdaRead, lambdaWrite } from '#demo/trail/lambda-acts.ts'
import type { Incident } from './incident.ts'

/** The host label of a function's URL. */
export const urlLabel = (key: number) =>
  `${key.toString(36).padStart(7, 'q')}demo${(key ^ 0x5bd1e995) >>> 0}`.slice(0, 24)

/** A person gives a function a URL without authorization, open to everyone; it is taken back at the end. */
export const publicUrl: Incident = {
  id: 'public-url',
  periodMs: 240 * minuteMs,
  offsetMs: -22 * minuteMs,
  durationMs: 100 * minuteMs,
  cast: ['public-url'],
  changeLoad(fn, load, at, timeMs) {
    if (timeMs < at.startMs + 10 * minuteMs || load.invocations === 0) return
    load.invocations *= 4
    load.errors = Math.round(load.invocations * 0.02)
    setDuration(fn, load, load.durationAvg, load.durationAvg * 4)
  },
  url: (_fn, at) => ({
    authType: 'NONE',
    invokeMode: 'BUFFERED',
    createdMs: at.startMs,
    cors: { AllowOrigins: ['*'], AllowMethods: ['*'], AllowHeaders: ['*'], MaxAge: 86_400 },
  }),
  statements: (fn) => openUrlStatements(fn.arn),
  acts(players, at) {
    const fn = players.get('public-url')
    if (!fn) return []
    const session = personSession(fn.accountId, elementAt(people, 1), at.startMs - 5 * minuteMs)
    const resource = functionResource(fn)
    const cors = { allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*'], maxAge: 86_400 }
    const write = (timeMs: number, name: string, parameters: object, response: unknown = null) =>
      lambdaWrite(
        session,
        fn.region,
        timeMs,
        name,
        resource,
        { functionName: fn.arn, ...parameters },
        response,
      )
    const opening = openUrlStatements(fn.arn)
    return [
      ...signInActs(session, fn.region),
      lambdaRead(
        session,
        fn.region,
        at.startMs - 2 * minuteMs,
        'GetFunction20150331v2',
        { functionName: fn.name },
        resource,
      ),
      write(
        at.startMs,
        'CreateFunctionUrlConfig',
        { authType: 'NONE', cors, invokeMode: 'BUFFERED' },
        {
          functionUrl: `https://${urlLabel(fn.key)}.lambda-url.${fn.region}.on.aws/`,
          functionArn: fn.arn,
          authType: 'NONE',
          cors,
          creationTime: new Date(at.startMs).toISOString(),
          invokeMode: 'BUFFERED',
        },
      ),
      ...opening.map((statement, i) =>
        write(
          at.startMs + 2_000 + i * 400,
          'AddPermission20150331v2',
          {
            statementId: statement.Sid,
            action: statement.Action,
            principal: '*',
            ...(i === 0 ? { functionUrlAuthType: 'NONE' } : { invokedViaFunctionUrl: true }),
          },
          { statement: JSON.stringify(statement) },
        ),
      ),
      write(at.endMs - 3_000, 'DeleteFunctionUrlConfig', {}),
      ...opening.map((statement, i) =>
        write(at.endMs - 2_000 + i * 400, 'RemovePermission20150331v2', { statementId: statement.Sid }),
      ),
    ]
  },
}
