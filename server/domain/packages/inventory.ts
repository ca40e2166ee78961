import type { Dependency, Ecosystem } from '#server/domain/records/code-package-record.ts'
import type { FoundPackage } from './found-package.ts'
import { packageFileAt } from './package-file.ts'
import { gemAt } from './read-ruby.ts'

/** Gathers the packages of one zip, file by file. */
export class Inventory {
  readonly #installed = new Map<string, Dependency>()
  readonly #locked = new Map<string, Dependency>()
  readonly #unreadable: { ecosystem: Ecosystem; path: string }[] = []

  /** Takes a file's text; `path` may lead into a jar, after `!/`. */
  add(path: string, text: string): void {
    const file = packageFileAt(path)
    if (!file) return
    const found = file.read(text)
    if (found) this.#note(file.kind, path, found)
    else if (file.kind === 'lock') this.#unreadable.push({ ecosystem: file.ecosystem, path })
  }

  /** Takes a path that says what is installed by its name alone. */
  addPath(path: string): void {
    this.#note('installed', path, gemAt(path))
  }

  /** Takes what a program says of itself. */
  addProgram(path: string, found: FoundPackage[]): void {
    this.#note('installed', path, found)
  }

  #note(kind: 'installed' | 'lock', path: string, found: FoundPackage[]): void {
    const into = kind === 'installed' ? this.#installed : this.#locked
    for (const one of found) {
      const key = `${one.ecosystem}\n${one.name}\n${one.version}`
      const before = into.get(key)
      if (!before || path < before.path) into.set(key, { ...one, path })
    }
  }

  /** All packages in a fixed order. */
  dependencies(): Dependency[] {
    const has = this.#installedEcosystems()
    const locked = [...this.#locked.values()].filter(({ ecosystem }) => !has.has(ecosystem))
    const text = ({ ecosystem, name, version }: Dependency) => `${ecosystem}\n${name}\n${version}`
    return [...this.#installed.values(), ...locked].sort((a, b) => (text(a) < text(b) ? -1 : 1))
  }

  /** Lists that could not be read and that would have counted. */
  unreadable(): string[] {
    const has = this.#installedEcosystems()
    return this.#unreadable.filter(({ ecosystem }) => !has.has(ecosystem)).map(({ path }) => path)
  }

  #installedEcosystems(): Set<Ecosystem> {
    return new Set([...this.#installed.values()].map(({ ecosystem }) => ecosystem))
  }
}
