// SPDX-License-Identifier: Apache-2.0

import Synchronization
import SystemPackage

/// Whether the times of a folder tell that a name in it was added, removed or replaced.
///
/// POSIX asks for it, and the file systems of a Linux machine's own disks do it, in one step with
/// the change. Those that stack others, come over a network or run in user space answer with what
/// they remember, and are not believed.
enum FolderTimes {
  private static let honest = ["ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs"]

  /// Asks the kernel where an open folder lies; false wherever that is not known.
  static func areHonest(of folder: FileDescriptor) -> Bool {
    // The calling thread's own files: they need not be those of the process.
    let description = FilePath("/proc/thread-self/fdinfo/\(folder.rawValue)")
    guard let mount = field("mnt_id:", in: description), let type = Self.type(ofMount: mount)
    else { return false }
    return honest.contains(type)
  }

  private static func field(_ name: String, in file: FilePath) -> String? {
    lines(of: file)?.first { $0.hasPrefix(name) }
      .map { $0.dropFirst(name.count).filter { $0 != " " && $0 != "\t" } }
  }

  /// From proc(5): number, parent, device, root, place, options, optional fields, a dash, type.
  private static func type(ofMount mount: String) -> String? {
    let line = lines(of: "/proc/self/mountinfo")?.first { $0.hasPrefix("\(mount) ") }
    guard let fields = line?.split(separator: " "), let dash = fields.firstIndex(of: "-"),
      fields.indices.contains(dash + 1)
    else { return nil }
    return String(fields[dash + 1])
  }

  private static func lines(of file: FilePath) -> [Substring]? {
    guard let bytes = try? SmallFile.read(file, limit: 1 << 22) else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}

/// Which devices have folders with honest times, each asked about once.
final class HonestDevices: Sendable {
  private let known = Mutex<[UInt64: Bool]>([:])

  /// Whether the file system of an open folder, which has this status, is one of those.
  func areHonest(_ status: FileStatus, of folder: FileDescriptor) -> Bool {
    known.withLock { known in
      if let isHonest = known[status.device] { return isHonest }
      let isHonest = FolderTimes.areHonest(of: folder)
      known[status.device] = isHonest
      return isHonest
    }
  }
}

/// What tells this start of the machine from every other.
enum MachineStart {
  /// Nil where the kernel gives none.
  static let name: String? = {
    let file: FilePath = "/proc/sys/kernel/random/boot_id"
    guard let bytes = try? SmallFile.read(file, limit: 128) else { return nil }
    let name = String(decoding: bytes.prefix { $0 > 0x20 && $0 < 0x7f }, as: UTF8.self)
    return name.isEmpty ? nil : name
  }()
}
