// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// A word of a training's command that names something in the repository.
struct CommandWord {
  let path: RelativePath
  /// Whether it is code or settings rather than data.
  let isProgram: Bool

  private static let programSuffixes: Set<String> = [
    "py", "pyc", "ipynb", "sh", "bash", "r", "jl", "pl", "rb", "lua", "js", "mjs", "ts", "scala",
    "jar", "yaml", "yml", "toml", "cfg", "ini", "conf",
  ]
  /// What follows these is written, not read.
  private static let outputOptions = ["out", "o", "log", "save", "cache", "tmp", "checkpoint"]

  /// The words that name files or folders.
  ///
  /// In a worktree a word names what is there; in a commit, where nobody can look, only a file with
  /// `./` in front of it is taken for one.
  static func words(of command: [String], in worktree: FilePath?) -> [CommandWord] {
    var words: [CommandWord] = []
    var option: Substring = ""
    for (number, word) in command.enumerated() {
      var value = word[...]
      if number > 0, word.hasPrefix("-") {
        option = word.prefix { $0 != "=" }
        value = word.dropFirst(option.count + 1)
      }
      guard !value.isEmpty else { continue }
      if !isOutput(option), !value.contains("$"), let path = path(value),
        let isProgram = isProgram(path, value, isFirst: number == 0, worktree)
      {
        words.append(CommandWord(path: path, isProgram: isProgram))
      }
      option = ""
    }
    return words
  }

  private static func isOutput(_ option: Substring) -> Bool {
    let name = option.drop { $0 == "-" }.lowercased()
    return name == "o" || outputOptions.contains { $0.count > 1 && name.hasPrefix($0) }
  }

  private static func path(_ word: Substring) -> RelativePath? {
    RelativePath(FilePath(String(word)).lexicallyNormalized().string)
  }

  /// Nil when the word names nothing.
  private static func isProgram(
    _ path: RelativePath, _ word: Substring, isFirst: Bool, _ worktree: FilePath?
  ) -> Bool? {
    guard let worktree else { return word.hasPrefix("./") ? true : nil }
    guard let status = try? FileStatus(following: worktree.appending(path)) else { return nil }
    switch status.kind {
    case .file: return isFirst || hasProgramSuffix(path)
    case .directory: return isFirst ? nil : false
    default: return nil
    }
  }

  private static func hasProgramSuffix(_ path: RelativePath) -> Bool {
    guard let dot = path.name.lastIndex(of: UInt8(ascii: ".")) else { return true }
    let suffix = String(decoding: path.name[path.name.index(after: dot)...], as: UTF8.self)
    return programSuffixes.contains(suffix.lowercased())
  }
}
