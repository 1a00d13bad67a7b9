// SPDX-License-Identifier: Apache-2.0

import Attestation
import Files
import Findings
import SystemPackage

/// The key that signs, and where its public half is for those who verify.
struct BuildKey {
  let signing: SigningKey
  /// Nil when the key came from somewhere that has no file beside it.
  let publicKey: FilePath?

  /// Loads the key, making it on first use where the request allows that.
  ///
  /// A key inside the worktree is refused: it is one `git add` away from being everybody's.
  static func load(_ request: BuildRequest, worktree: FilePath, progress: Build.Progress) throws
    -> BuildKey
  {
    let loader = KeyLoader(
      environment: request.environment, worktree: worktree, passphrase: request.passphrase)
    // Certificates are for a key that is there already.
    if request.mayCreateKey, request.certificates == nil, case .file(let path) = request.key {
      let isNew = (try? FileStatus(path)) == nil
      let key = try BuildKey(try loader.loadOrCreate(path), publicKey: published(path))
      if isNew { progress("made the signing key '\(path.printable)', which nobody else may read") }
      return key
    }
    let key = try loader.load(request.key, chain: request.certificates)
    switch request.key {
    case .file(let path): return try BuildKey(key, publicKey: published(path))
    case .agentKey(let path): return BuildKey(signing: key, publicKey: path)
    case .environment, .descriptor, .agent: return BuildKey(signing: key, publicKey: nil)
    }
  }

  /// Writes the public half, unless its place is not to be written to: a file of somebody else's, or
  /// the read-only folder in which CI systems lay secrets.
  private init(_ signing: SigningKey, publicKey: FilePath) throws {
    self.init(signing: signing, publicKey: publicKey)
    if (try? FileStatus(publicKey)) != nil {
      guard let known = try? VerificationKey(pemFile: publicKey) else {
        self.init(signing: signing, publicKey: nil)
        return
      }
      if known == signing.verificationKey { return }
    }
    do throws(FileError) {
      try AtomicFile.write(signing.verificationKey.pem.utf8, to: publicKey)
    } catch {
      guard [.readOnlyFileSystem, .permissionDenied, .notPermitted].contains(error.errno) else {
        throw error
      }
      self.init(signing: signing, publicKey: nil)
    }
  }

  private init(signing: SigningKey, publicKey: FilePath?) {
    self.signing = signing
    self.publicKey = publicKey
  }

  /// `NAME.pub.pem` beside `NAME.pem`.
  private static func published(_ path: FilePath) -> FilePath {
    path.removingLastComponent().appending((path.stem ?? "key") + ".pub.pem")
  }
}
