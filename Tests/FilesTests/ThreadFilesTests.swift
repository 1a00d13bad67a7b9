// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
  import Glibc
  import Synchronization
  import SystemPackage
  import Testing

  @testable import Files

  @Suite struct ThreadFilesTests {
    /// The inode of what a descriptor of the process, or of the calling thread, stands for.
    private static func inode(of descriptor: CInt, by who: String) -> UInt64? {
      try? FileStatus(following: FilePath("/proc/\(who)/fd/\(descriptor)")).inode
    }

    private static func open(_ path: FilePath) -> CInt {
      (try? FileDescriptor.open(path, .readOnly).rawValue) ?? -1
    }

    private static func isOpen(_ descriptor: CInt) -> Bool { fcntl(descriptor, F_GETFD) >= 0 }

    @Test func `what a thread opens for itself is not open in the process`() throws {
      let folder = try TemporaryDirectory()
      let path = folder.path
      let found = Mutex<[UInt64?]>([])
      Threads.runApart(1) { isApart in
        guard isApart, ThreadFiles.separate().isOwn else { return }
        let opened = Self.open(path)
        found.withLock { $0 = ["thread-self", "self"].map { Self.inode(of: opened, by: $0) } }
      }
      let inodes = found.withLock { $0 }
      let wanted = try FileStatus(path).inode
      try #require(inodes.count == 2)
      #expect(inodes[0] == wanted)
      #expect(inodes[1] != wanted)
    }

    @Test func `a folder's times are as honest to a thread with files of its own`() throws {
      let folder = try TemporaryDirectory()
      let path = folder.path
      let shared = try FileDescriptor.open(path, .readOnly)
      let wanted = FolderTimes.areHonest(of: shared)
      try shared.close()
      let found = Mutex<Bool?>(nil)
      Threads.runApart(1) { isApart in
        guard isApart, ThreadFiles.separate().isOwn else { return }
        // Far above what the process has open itself.
        let opened = (0..<300).map { _ in Self.open(path) }.max() ?? -1
        let isHonest = FolderTimes.areHonest(of: FileDescriptor(rawValue: opened))
        found.withLock { $0 = isHonest }
      }
      #expect(found.withLock { $0 } == wanted)
    }

    @Test func `a run of descriptors is closed, and nothing in between`() throws {
      let found = Mutex<[Bool]>([])
      let kept = [0, 7, 8, 99]
      Threads.runApart(1) { isApart in
        guard isApart, ThreadFiles.separate().isOwn else { return }
        let opened = (0..<100).map { _ in Self.open("/dev/null") }
        var runs = DescriptorRuns()
        for (index, descriptor) in opened.enumerated() where !kept.contains(index) {
          runs.add(descriptor)
        }
        let isLeft = runs.closeAll()
        found.withLock { $0 = opened.map(Self.isOpen) + [isLeft, runs.closeAll()] }
      }
      let wanted = (0..<100).map { kept.contains($0) } + [true, false]
      #expect(found.withLock { $0 } == wanted)
    }

    @Test func `what is left of a run is closed at its end`() throws {
      let found = Mutex<Bool?>(nil)
      Threads.runApart(1) { isApart in
        guard isApart, ThreadFiles.separate().isOwn else { return }
        let opened = Self.open("/dev/null")
        do {
          var runs = DescriptorRuns()
          runs.add(opened)
        }
        found.withLock { $0 = Self.isOpen(opened) }
      }
      #expect(found.withLock { $0 } == false)
    }
  }
#endif
