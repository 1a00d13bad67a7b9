// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The comparison of bytes with blobs.
extension ScanWorker {
  /// Files read by one thread before it looks for other work.
  private static let readBatch = 32
  /// A folder with less to read than this is read at once by whoever listed it.
  private static let smallRead: Int64 = 1 << 20
  /// Larger files are not tried with other line ends.
  static let lineEndLimit = 64 << 20
  /// Files behind a filter are read up to this size: no pointer is larger.
  private static let pointerLimit: Int64 = 64 << 10

  /// Reads what a folder left to be read, or hands it out in parts.
  func schedule(_ listing: FolderListing, _ folder: OpenFolder) {
    let reads = listing.reads
    if reads.count <= Self.readBatch && listing.readSize <= Self.smallRead {
      return read(ReadTask(handle: folder.handle, prefix: folder.prefix, entries: reads))
    }
    let batch = listing.readSize > Int64(reads.count) * Self.smallRead ? 1 : Self.readBatch
    context.queue.push(
      stride(from: 0, to: reads.count, by: batch).map { start in
        let part = Array(reads[start..<min(start + batch, reads.count)])
        return .read(ReadTask(handle: folder.handle, prefix: folder.prefix, entries: part))
      })
  }

  /// Reads files and compares their ids.
  func read(_ task: ReadTask) {
    for entry in task.entries {
      let view = storage.view(entry)
      let name = unsafe PathView(view.base + task.prefix, view.count - task.prefix)
      do throws(BlobHasher.Failure) {
        let id = try hasher.id(task.handle.descriptor, name)
        report.readFiles += 1
        if !hasID(entry, id) { addModified(entry, name, task.handle) }
      } catch {
        addUnread(entry, name, task.handle, error)
      }
    }
  }

  private func addUnread(
    _ entry: Int, _ name: PathView, _ handle: DirectoryHandle, _ failure: BlobHasher.Failure
  ) {
    switch failure {
    case .vanished: addMissing(entry)
    case .unstable: add(.unstable, entry: entry)
    case .unreadable(let reason): add(.unreadable(reason), entry: entry)
    case .typeChanged:
      var status = stat()
      let failed = FileProbe.status(handle.descriptor, name, &status) != nil
      add(failed ? .deleted : .typeChanged(to: FileProbe.kind(status)), entry: entry)
    }
  }

  /// Says whether other bytes are other text.
  private func addModified(_ entry: Int, _ name: PathView, _ handle: DirectoryHandle) {
    let attributes = context.options.attributes.attributes(of: index.pathBytes(entry))
    let lineEnds = LineEnds(attributes, context.options.autoCRLF)
    guard lineEnds != .kept,
      let content = FileProbe.smallFile(handle.descriptor, name, limit: Self.lineEndLimit),
      let normalized = lineEnds.normalized(content), hasID(entry, BlobHasher.id(of: normalized))
    else { return add(.modified, entry: entry) }
    if isCheckedOutEverywhere(entry, content, normalized) { return }
    let here = lineEnds.checkedOut(normalized, attributes, context.options.autoCRLF)
    add(.lineEnds(isCheckout: here == content), entry: entry)
  }

  /// Whether the committed attributes alone make a checkout write this content.
  private func isCheckedOutEverywhere(_ entry: Int, _ content: [UInt8], _ normalized: [UInt8])
    -> Bool
  {
    let attributes = context.options.committedAttributes.attributes(of: index.pathBytes(entry))
    return LineEnds(attributes, .no).checkedOut(normalized, attributes, .no) == content
  }

  /// Notes a file that the caller has to settle.
  func addCandidate(
    _ entry: Int, _ attributes: PathAttributes, _ isTrusted: Bool, _ listing: inout FolderListing
  ) {
    let size = Int64(listing.status.st_size)
    listing.candidates.append(
      FilterCandidate(
        entry: entry, path: index.path(entry), id: index.id(entry), attributes: attributes,
        size: size, isUnchangedByStat: isTrusted, isBlobItself: nil))
  }

  /// Reads the candidates of a folder that are small enough for pointers.
  func settle(_ candidates: [FilterCandidate], _ folder: OpenFolder) {
    for candidate in candidates {
      let view = storage.view(candidate.entry)
      let name = unsafe PathView(view.base + folder.prefix, view.count - folder.prefix)
      var isBlobItself: Bool?
      if candidate.size <= Self.pointerLimit {
        do throws(BlobHasher.Failure) {
          isBlobItself = hasID(candidate.entry, try hasher.id(folder.handle.descriptor, name))
          report.readFiles += 1
        } catch {
          addUnread(candidate.entry, name, folder.handle, error)
          continue
        }
      }
      report.candidates.append(candidate.settled(isBlobItself))
    }
  }
}

extension FilterCandidate {
  fileprivate func settled(_ isBlobItself: Bool?) -> FilterCandidate {
    FilterCandidate(
      entry: entry, path: path, id: id, attributes: attributes, size: size,
      isUnchangedByStat: isUnchangedByStat, isBlobItself: isBlobItself)
  }
}
