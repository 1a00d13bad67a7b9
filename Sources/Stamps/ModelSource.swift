// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// A model file, open for reading and watched for changes.
struct ModelSource: ~Copyable {
  let path: FilePath
  let reader: FileReader
  private let descriptor: FileDescriptor
  private let status: FileStatus

  /// Opens a regular file that holds something; follows no link and waits for no FIFO.
  init(_ path: FilePath) throws(ModelFileError) {
    let before = try Self.status(path)
    guard before.kind == .file else { throw .notAFile(path.printable, before.kind) }
    guard before.size > 0 else { throw .empty(path.printable) }
    (descriptor, status, reader) = try Self.open(path)
    self.path = path
  }

  deinit { try? descriptor.close() }

  private static func status(_ path: FilePath) throws(ModelFileError) -> FileStatus {
    do throws(FileError) {
      return try FileStatus(path)
    } catch {
      throw .file(error)
    }
  }

  private static func open(_ path: FilePath) throws(ModelFileError)
    -> (FileDescriptor, FileStatus, FileReader)
  {
    do throws(FileError) {
      let (descriptor, status) = try FileDescriptor.openRegularFile(path, followLink: false)
      do throws(FileError) {
        return (descriptor, status, try FileReader(descriptor, path: path))
      } catch {
        try? descriptor.close()
        throw error
      }
    } catch {
      throw .file(error)
    }
  }

  /// The permission bits, without set-id and sticky.
  var permissions: FilePermissions {
    FilePermissions(rawValue: CModeT(truncatingIfNeeded: status.mode & 0o777))
  }

  /// Whether another path leads to this very file.
  func isSame(as other: FilePath) -> Bool {
    guard let there = try? FileStatus(other) else { return false }
    return (there.device, there.inode) == (status.device, status.inode)
  }

  /// Refuses what was read when the file is no longer the one that was opened.
  func checkUnchanged() throws(ModelFileError) {
    let now: FileStatus
    do throws(FileError) {
      now = try FileStatus(descriptor, path: path)
    } catch {
      throw .file(error)
    }
    guard now.size == status.size, now.modified == status.modified, now.changed == status.changed
    else { throw .changed(path.printable) }
  }
}
