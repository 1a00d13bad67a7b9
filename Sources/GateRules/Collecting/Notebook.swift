// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import StrictJSON

/// Reads notebooks as `nbformat` 3 and 4 lay them out.
enum Notebook {
  /// A larger notebook is not read, in bytes.
  static let limit = 64 << 20

  /// What the names of notebooks end with.
  static let ending = ".ipynb"

  static func claims(_ path: RelativePath) -> Bool {
    path.name.suffix(6).elementsEqual(ending.utf8)
  }

  /// What is amiss with a notebook; nil for other files too.
  static func fact(of entry: TreeEntry, _ size: Int, in repository: borrowing Repository)
    throws(GitError) -> ContentFact?
  {
    guard claims(entry.path), size > 0 else { return nil }
    guard size <= limit else {
      return ContentFact(.notebookUnreadable("it has \(size) bytes"), at: entry.path)
    }
    let bytes = try repository.blob(entry.id, limit: limit)
    do throws(JSONError) {
      let cells = try ranCells(of: bytes)
      return cells == 0 ? nil : ContentFact(.notebookOutputs(cells: cells), at: entry.path)
    } catch {
      return ContentFact(.notebookUnreadable(error.message), at: entry.path)
    }
  }

  /// The number of cells that hold an output or an execution count.
  static func ranCells(of bytes: [UInt8]) throws(JSONError) -> Int {
    let limits = JSONLimits(bytes: limit, values: 4_000_000)
    let root = try JSONValue.parse(bytes, limits: limits)
    let sheets = [root] + (root["worksheets"]?.array ?? [])
    return sheets.flatMap { $0["cells"]?.array ?? [] }.count(where: hasRun)
  }

  private static func hasRun(_ cell: JSONValue) -> Bool {
    if let outputs = cell["outputs"]?.array, !outputs.isEmpty { return true }
    return ["execution_count", "prompt_number"].contains { cell[$0].map { !$0.isNull } ?? false }
  }
}
