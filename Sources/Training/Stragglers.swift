// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// Processes that a training left behind and that are no longer in its group, such as daemons.
///
/// On Linux they are known by the room's own path in the environment that they were born with;
/// elsewhere only the process group is ended. Who clears its environment and leaves the group gets
/// away, but never to the model: that is copied and hashed in one reading.
enum Stragglers {
  /// How often the list is read anew, because a process can fork while it is being ended.
  private static let rounds = 100

  /// Ends every process that was started with this variable, until there is none.
  static func end(markedBy variable: String) {
    for _ in 0..<rounds {
      let found = processes(markedBy: Array(variable.utf8))
      if found.isEmpty { return }
      for process in found { Signals.end(process) }
    }
  }

  private static func processes(markedBy variable: [UInt8]) -> [Int32] {
    let folder = FilePath("/proc")
    return ((try? Folder.names(in: folder)) ?? []).compactMap { name in
      let text = String(decoding: name, as: UTF8.self)
      guard let number = Int32(text), number > 1,
        let born = try? SmallFile.read(
          folder.appending(text).appending("environ"), limit: 4 << 20),
        born.split(separator: 0).contains(where: { $0.elementsEqual(variable) })
      else { return nil }
      return number
    }
  }
}
