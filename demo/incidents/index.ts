import { codeOverwritten } from './code-overwritten.ts'
import type { Incident } from './incident.ts'
import { leakedCredential } from './leaked-credential.ts'
import { publicUrl } from './public-url.ts'
import { runawayRecursion } from './runaway-recursion.ts'
import { throttleStorm } from './throttle-storm.ts'
import { timeoutWave } from './timeout-wave.ts'

export const incidents: Incident[] = [
  throttleStorm,
  timeoutWave,
  codeOverwritten,
  publicUrl,
  leakedCredential,
  runawayRecursion,
]
