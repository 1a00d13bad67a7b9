// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage

/// Asks the folder or bucket that a configuration names for the files that a manifest lists.
struct ListedRemotes: Sendable {
  let worktree: FilePath
  let environment: [String: String]

  func report(of dataset: DatasetManifest, remote: String?) async -> RemoteReport {
    var report = RemoteReport(
      dataset.path.description, manifest: dataset.manifest, format: dataset.format,
      remote: remote.map(SafeURL.text), .noRemote)
    guard let remote else {
      report.hints = [
        "name the folder or bucket that keeps a copy: 'remote:' of the dataset in modelgate.yaml"
      ]
      return report
    }
    do throws(Failure) {
      let store = try store(remote)
      let wanted = try wants(of: dataset, readsLocal: store is S3Store)
      let answers = await store.presence(of: wanted.map(\.object))
      report.outcome = .judged(zip(wanted, answers).map { .init($0.path, $1) })
      report.hints = [Self.copy(dataset, isFile: wanted.first?.path == dataset.path, to: remote)]
    } catch {
      report.outcome = .undecided(reason: error.message)
      report.hints = error.hints
    }
    return report
  }

  /// Asks for the very versions that a manifest pins.
  func report(of dataset: DatasetManifest, _ pin: S3Pin) async -> RemoteReport {
    let place = SafeURL.text("s3://\(pin.bucket)/\(pin.prefix ?? "")")
    var report = RemoteReport(
      dataset.path.description, manifest: dataset.manifest, format: dataset.format, remote: place,
      .undecided(reason: ""))
    do throws(Failure) {
      guard let bucket = S3Location("s3://\(pin.bucket)") else {
        throw Failure("'\(PrintableText.escape(pin.bucket))' is no name of a bucket")
      }
      let endpoint = try S3Endpoint(
        bucket, endpoint: pin.endpoint, region: pin.region,
        settings: try AWSSettings(environment: environment))
      let store = S3Store(endpoint: endpoint, curl: Curl(environment: environment))
      let answers = await store.presence(of: try pin.objects.map(Self.pinned))
      report.outcome = .judged(
        zip(pin.objects, answers).map { object, answer in
          let isFile = pin.prefix == nil
          return .init(isFile ? dataset.path : dataset.path.appending(object.path), answer)
        })
    } catch {
      report.outcome = .undecided(reason: error.message)
      report.hints = error.hints
    }
    return report
  }

  private static func pinned(_ object: S3Pin.Object) throws(Failure) -> StoredObject {
    guard let key = RelativePath(object.key) else {
      throw Failure("the key '\(PrintableText.escape(object.key))' is no path")
    }
    var digest: Digest?
    if case .full(let full) = object.checksum { digest = full }
    return StoredObject(
      key: key, naming: .byPath, size: object.size, digest: digest, version: object.versionID)
  }

  private static func copy(_ dataset: DatasetManifest, isFile: Bool, to remote: String) -> String {
    let source = ShellWord.quote(dataset.path)
    // What copies files takes no URL.
    let place = remote.hasPrefix("file://") ? String(remote.dropFirst(7)) : remote
    let target = ShellWord.quote(bytes: Array((place.hasSuffix("/") ? place : "\(place)/").utf8))
    return remote.hasPrefix("s3://")
      ? "aws s3 cp \(isFile ? "" : "--recursive ")--checksum-algorithm SHA256 \(source) \(target)"
      : "cp \(isFile ? "\(source)" : "-R \(source)/.") \(target)"
  }

  private func store(_ remote: String) throws(Failure) -> any ObjectStore {
    if let location = S3Location(remote) {
      let settings = try AWSSettings(environment: environment)
      return S3Store(
        endpoint: try S3Endpoint(location, settings: settings),
        curl: Curl(environment: environment))
    }
    if remote.hasPrefix("file://") {
      return FolderStore(folder: FilePath(String(remote.dropFirst(7))))
    }
    guard !remote.contains("://") else {
      throw Failure(
        "a remote at '\(SafeURL.text(remote))' cannot be asked by modelgate",
        hints: ["use a folder, file:///FOLDER or s3://BUCKET/PREFIX"])
    }
    return FolderStore(folder: worktree.pushing(FilePath(remote)))
  }

  private typealias Want = (path: RelativePath, object: StoredObject)

  private func wants(of dataset: DatasetManifest, readsLocal: Bool) throws(Failure) -> [Want] {
    let files: [(path: RelativePath, digest: Digest?, size: Int64?)]
    switch dataset.record {
    case let record as NativeRecord:
      files = record.manifest.map { ($0.path, $0.digest, nil) }
    case let record as ListedRecord:
      files = record.files.map { ($0.path, $0.plainDigest, $0.size) }
    default:
      throw Failure("the manifest '\(dataset.manifest)' does not list its files")
    }
    let local = readsLocal ? localFiles(of: dataset) : [:]
    let isFile = files.count == 1 && dataset.path.name.elementsEqual(files[0].path.bytes)
    return files.map { file in
      var object = StoredObject(
        key: file.path, naming: .byPath, size: file.size, digest: file.digest)
      if let found = local[file.path], found.sha256 == file.digest {
        (object.size, object.md5) = (found.size, found.md5)
      }
      return (isFile ? dataset.path : dataset.path.appending(file.path), object)
    }
  }

  /// What is here and as recorded has a size and an MD5, which may be all that S3 knows.
  private func localFiles(of dataset: DatasetManifest)
    -> [RelativePath: (sha256: Digest, md5: Digest, size: Int64)]
  {
    guard let root = try? RootDirectory(worktree) else { return [:] }
    let md5 = ContentDigest.plain(.md5)
    let content = DatasetReader(computing: [md5]).read(dataset.path, in: root)
    var found: [RelativePath: (sha256: Digest, md5: Digest, size: Int64)] = [:]
    for file in content.files {
      if let sha256 = file.digests.first, let md5 = content.digest(md5, of: file) {
        found[file.path] = (sha256, md5, file.size)
      }
    }
    return found
  }
}

extension ListedRecord.File {
  /// A digest of the bytes as they are, which a store can be compared with; SHA-256 before others.
  fileprivate var plainDigest: Digest? {
    let plain = expectations.filter { $0.kinds.contains(.plain($0.digest.algorithm)) }.map(\.digest)
    return plain.first { $0.algorithm == .sha256 } ?? plain.first
  }
}
