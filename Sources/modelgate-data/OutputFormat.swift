// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Findings
import StrictJSON
import ToolSupport

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

extension JSONValue {
  /// A text or null.
  init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
}

/// What a command prints with `--format json`, as ``DataSchema`` has it, without the newline at the
/// end.
///
/// Fields may be added, but keep their meaning.
func document(_ command: String, _ fields: JSONObject) -> String {
  var document: JSONObject = [
    "tool": .string(DataTool.toolName), "version": .string(Version.current),
    "format": .integer(1), "command": .string(command),
  ]
  for (name, value) in fields { document[name] = value }
  return String(JSONValue.object(document).text(.pretty).dropLast())
}

/// `1 file, 4 bytes`.
func amount(_ files: Int, _ bytes: Int64?) -> String {
  let files = files == 1 ? "1 file" : "\(files) files"
  return bytes.map { "\(files), \(ByteCount.text($0))" } ?? files
}
