import type { AnyCheck } from '#server/checks/define-check.ts'
import { codeSigningMissing } from './code-signing-missing.ts'
import { codeSigningWarnOnly } from './code-signing-warn-only.ts'
import { debugVariableOn } from './debug-variable-on.ts'
import { imageRepositoryOpen } from './image-repository-open.ts'
import { imageScanOff } from './image-scan-off.ts'
import { imageTagsMutable } from './image-tags-mutable.ts'
import { inspectorOff } from './inspector-off.ts'
import { layerVersionGone } from './layer-version-gone.ts'
import { runtimeDeprecated } from './runtime-deprecated.ts'
import { runtimeDeprecatedSoon } from './runtime-deprecated-soon.ts'
import { startupHijackVariable } from './startup-hijack-variable.ts'
import { tlsVerificationOff } from './tls-verification-off.ts'
import { vulnerableDependencies } from './vulnerable-dependencies.ts'

export const CODE_CHECKS: readonly AnyCheck[] = [
  runtimeDeprecated,
  runtimeDeprecatedSoon,
  vulnerableDependencies,
  inspectorOff,
  codeSigningMissing,
  codeSigningWarnOnly,
  layerVersionGone,
  startupHijackVariable,
  tlsVerificationOff,
  debugVariableOn,
  imageScanOff,
  imageTagsMutable,
  imageRepositoryOpen,
]
