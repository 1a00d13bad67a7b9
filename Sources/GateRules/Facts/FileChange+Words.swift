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

  /// The folder that the path lies in, as a word of a shell command.
  var parentQuoted: String { ShellWord.quote(path?.parent) }

  /// The line of `.gitignore` that names exactly this path, as a word of a shell command.
  var ignoreLine: String { ShellWord.quote(bytes: [UInt8(ascii: "/")] + (path?.bytes ?? [])) }
}

extension Location {
  /// A place in the repository, printable whatever its bytes are.
  init(_ path: RelativePath, line: Int? = nil) { self.init(path.description, line: line) }
}
