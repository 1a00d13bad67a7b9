// SPDX-License-Identifier: Apache-2.0

import Files
import Synchronization
import SystemPackage
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ThreadFolderTests {
  /// Device and inode of a folder that is named from the working folder.
  private static func identity(of name: String) throws -> [UInt64] {
    let status = try FileStatus(following: FilePath(name))
    return [status.device, status.inode]
  }

  @Test func `a thread of its own enters a folder, and the process stays where it is`() throws {
    let folder = try TemporaryDirectory()
    let before = try Self.identity(of: ".")
    let wanted = try Self.identity(of: folder.path.string)
    let descriptor = try FileDescriptor.open(folder.path, .readOnly)
    defer { try? descriptor.close() }
    let number = descriptor.rawValue
    let found = Mutex<[[UInt64]?]>([])
    Threads.runApart(2) { isApart in
      guard isApart else { return }
      let entered = ThreadFolder.separate().enter(number)
      // Where the system allows no such thing, names are looked up in the descriptor.
      let isHere = entered == CInt(AT_FDCWD)
      found.withLock { $0.append(isHere ? try? Self.identity(of: ".") : wanted) }
    }
    #expect(found.withLock { $0 } == [wanted, wanted])
    #expect(try Self.identity(of: ".") == before)
  }

  @Test func `a folder that is shared is looked up in by its descriptor`() {
    #expect(ThreadFolder.shared.enter(17) == 17)
  }

  @Test func `a folder that cannot be entered is looked up in by its descriptor`() {
    let closed = CInt.max
    let found = Mutex<CInt?>(nil)
    Threads.runApart(1) { isApart in
      let entered = (isApart ? ThreadFolder.separate() : .shared).enter(closed)
      found.withLock { $0 = entered }
    }
    #expect(found.withLock { $0 } == closed)
  }
}
