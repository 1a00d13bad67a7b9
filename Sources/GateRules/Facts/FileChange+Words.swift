// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

extension FileChange {
  /// The path for people; `.` for the root.
  var name: String { path?.description ?? "." }

  /// Where it is, for reports.
  var location: Location { Location(name) }

  /// The path as a word of a shell command.
  var quoted: String { ShellWord.quote(path) }

  /// The path and no other, as a word for commands of git that take patterns.
  var pathspec: String { ShellWord.pathspec(path) }

  /// The folder that the path lies in, or the path itself at the root, as a word of a shell command.
  var parentQuoted: String { ShellWord.quote(path?.parent ?? path) }

  /// A command that has git ignore exactly this path.
  var ignoring: String {
    var pattern = [UInt8(ascii: "/")] + (path?.bytes ?? []).flatMap(Self.patternBytes)
    // At the end blanks count only so.
    if pattern.last == UInt8(ascii: " ") {
      pattern.insert(UInt8(ascii: "\\"), at: pattern.count - 1)
    }
    // What `echo` makes of a backslash depends on the shell.
    let program = pattern.contains(UInt8(ascii: "\\")) ? #"printf '%s\n'"# : "echo"
    return "\(program) \(ShellWord.quote(bytes: pattern)) >> .gitignore"
  }

  /// What stands for a byte in a line of `.gitignore`, where no line break can.
  private static func patternBytes(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): [UInt8(ascii: "?")]
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"):
      [UInt8(ascii: "\\"), byte]
    default: [byte]
    }
  }
}

extension Location {
  /// A place in the repository, printable whatever its bytes are.
  init(_ path: RelativePath, line: Int? = nil) { self.init(path.description, line: line) }
}
