// SPDX-License-Identifier: Apache-2.0

import Attestation
import Files
import Findings
import SystemPackage

/// The key that signs, and where its public half is for those who verify.
struct BuildKey {
  let signing: SigningKey
  let publicKey: FilePath

  /// Loads the key, making it on first use where the request allows that.
  ///
  /// A key inside the worktree is refused: it is one `git add` away from being everybody's.
  static func load(_ request: BuildRequest, worktree: FilePath) throws -> BuildKey {
    let path = request.key
    guard !isInside(path, worktree) else {
      throw Failure(
        "the private key '\(path.printable)' lies inside the worktree",
        hints: ["mv '\(path.printable)' ~/.config/modelgate/signing-key.pem"])
    }
    let signing =
      request.mayCreateKey
      ? try SigningKey.createIfMissing(at: path) : try SigningKey.load(pemFile: path)
    let publicKey = publicPath(for: path)
    try publish(signing.verificationKey, at: publicKey)
    return BuildKey(signing: signing, publicKey: publicKey)
  }

  /// `NAME.pub.pem` beside `NAME.pem`.
  private static func publicPath(for path: FilePath) -> FilePath {
    path.removingLastComponent().appending((path.stem ?? "key") + ".pub.pem")
  }

  private static func publish(_ key: VerificationKey, at path: FilePath) throws {
    if let known = try? VerificationKey(pemFile: path), known == key { return }
    try AtomicFile.write(key.pem.utf8, to: path)
  }

  private static func isInside(_ path: FilePath, _ folder: FilePath) -> Bool {
    let real = RealPath.of(path.removingLastComponent()) ?? path.removingLastComponent()
    guard let root = RealPath.of(folder) else { return false }
    return real.starts(with: root)
  }
}
