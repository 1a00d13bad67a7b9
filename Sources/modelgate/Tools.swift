// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage

/// The tools that are installed: beside this program first, then on `PATH`.
enum Tools {
  /// Where a tool is; nil when it is nowhere.
  static func find(_ name: ToolName) -> FilePath? {
    folders.lazy.map { $0.appending(name.executable) }.first(where: Program.isExecutable)
  }

  /// The names of all tools, without the prefix, sorted.
  static func installed() -> [String] {
    Set(folders.flatMap(names)).sorted()
  }

  private static var folders: [FilePath] {
    (Program.folder.map { [$0] } ?? []) + Program.searchPath
  }

  /// A folder that can't be read holds nothing that could be run.
  private static func names(in folder: FilePath) -> [String] {
    let prefix = Array(ToolName.prefix.utf8)
    let names = (try? Folder.names(in: folder)) ?? []
    return names.filter { $0.starts(with: prefix) }
      .compactMap { try? ToolName(Array($0.dropFirst(prefix.count))) }
      .filter { Program.isExecutable(folder.appending($0.executable)) }
      .map(\.text)
  }
}

/// A command that no installed tool answers to.
struct UnknownCommand: ExplainedError {
  let message: String
  let hints: [String]
  let status = ExitStatus.usage

  /// Names the command, and the installed one that was probably meant.
  init(_ name: ToolName) {
    message =
      "there is no command '\(name.text)': "
      + "no '\(name.executable)' beside modelgate or on PATH"
    let guess = Suggestion.nearest(to: name.text, among: Tools.installed())
    hints = (guess.map { ["modelgate \($0)"] } ?? []) + ["modelgate --help"]
  }
}
