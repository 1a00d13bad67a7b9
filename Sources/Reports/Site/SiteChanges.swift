// SPDX-License-Identifier: Apache-2.0

/// What went into a model that did not go into the one before.
struct SiteChanges {
  let model: SiteModel
  let before: SiteModel

  /// In words, such as `code` and `data train`; empty when the same went into both.
  var words: [String] {
    let code = model.commit == before.commit ? [] : ["code"]
    let command = model.command == before.command ? [] : ["command"]
    return code + command
      + names(
        model.datasets.map { ($0.name, $0.digest) }, before.datasets.map { ($0.name, $0.digest) }
      )
      .map { "data \($0)" }
      + names(
        model.dependencies.map { ($0.path, $0.digest) },
        before.dependencies.map { ($0.path, $0.digest) })
  }

  /// The names whose digest is another one, that came or that went.
  private func names(_ now: [(String, String)], _ then: [(String, String)]) -> [String] {
    let old = Dictionary(then, uniquingKeysWith: { first, _ in first })
    let changed = now.filter { old[$0.0] != $0.1 }.map(\.0)
    let gone = then.map(\.0).filter { name in !now.contains { $0.0 == name } }
    return changed + gone
  }
}
