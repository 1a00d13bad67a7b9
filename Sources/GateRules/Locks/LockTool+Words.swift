// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension LockTool {
  /// What to type to make a lock file again.
  static func command(
    toMake lock: RelativePath, from source: RelativePath? = nil, hasHashes: Bool = false
  ) -> String {
    let folder = lock.components.count > 1 ? "cd \(ShellWord.quote(lock.parent)) && " : ""
    let commit = "git add -- \(ShellWord.pathspec(lock)) && git commit"
    guard let tool = LockTool(lock: lock), tool != .pip else {
      guard source != nil || hasHashes else { return "pip freeze > \(ShellWord.quote(lock))" }
      let options = hasHashes ? "--generate-hashes " : ""
      let input = source.map { " " + ShellWord.quote($0) } ?? ""
      return "pip-compile \(options)--output-file \(ShellWord.quote(lock))\(input)"
    }
    return "(\(folder)\(tool.command)) && \(commit)"
  }

  /// What to type to have a lock file beside a source.
  static func command(toLock source: RelativePath) -> String {
    let tool: LockTool =
      switch String(decoding: source.name, as: UTF8.self) {
      case "pyproject.toml": .uv
      case "Pipfile": .pipenv
      case let name where name.hasPrefix("environment"): .conda
      default: .pip
      }
    guard tool != .pip else { return "pip-compile \(ShellWord.quote(source))" }
    let folder = source.components.count > 1 ? "cd \(ShellWord.quote(source.parent)) && " : ""
    return "\(folder)\(tool.command)"
  }

  private var command: String {
    switch self {
    case .pip: "pip-compile"
    case .uv: "uv lock"
    case .poetry: "poetry lock"
    case .pipenv: "pipenv lock"
    case .conda: "conda-lock lock --file environment.yml"
    }
  }
}
