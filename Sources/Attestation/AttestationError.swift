// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings
public import SystemPackage

/// Why an attestation was not made, not read or not believed.
public enum AttestationError: ExplainedError {
  /// The kernel refused something on a file.
  case file(FileError)
  /// A private key that others could read or write.
  case exposedKey(FilePath, mode: UInt32)
  /// A key file that holds no key of a kind that is known; says what it holds.
  case unusableKey(String, reason: String)
  /// A key that is encrypted, and nobody says the passphrase.
  case noPassphrase(String)
  /// A key that is encrypted in a way that protects nothing, or is not known.
  case oldEncryption(String)
  /// A key of OpenSSH that is encrypted.
  case encryptedSSHKey(String)
  /// A private key inside of the worktree: one `git add` away from being everybody's.
  case keyInWorktree(FilePath)
  /// An ssh-agent that did not sign; says which and why.
  case agent(String)
  /// A text that is not what it should be; says which text, and where it goes wrong.
  case malformed(String, reason: String)
  /// An envelope with no signature, or with several.
  case signatureCount(Int)
  /// The one signature was not made by this key over these bytes.
  case badSignature(keyID: String)
  /// A file that no signature can cover; says why.
  case unsignable(RelativePath, reason: String)
  /// A certificate that is not believed; says whose, and why.
  case badCertificate(String, reason: String)
  /// The envelope holds something other than what is asked for.
  case wrongPayloadType(found: String, expected: String)
  /// The statement says something other than what is asked for.
  case wrongPredicateType(found: String, expected: String)

  /// What failed, on what and why.
  public var message: String {
    switch self {
    case .file(let error): error.message
    case .exposedKey(let path, let mode):
      "private key '\(path.printable)' has mode \(Self.octal(mode)), which opens it to other users"
    case .unusableKey(let subject, let reason): "cannot use \(subject): \(reason)"
    case .noPassphrase(let subject):
      "\(subject) is encrypted, and there is no passphrase for it"
    case .oldEncryption(let subject):
      "cannot use \(subject): it is encrypted in a way that is not read here"
    case .encryptedSSHKey(let subject):
      "cannot use \(subject): it is encrypted; an ssh-agent can sign with it"
    case .keyInWorktree(let path): "the private key '\(path.printable)' lies inside the worktree"
    case .agent(let reason): reason
    case .unsignable(let path, let reason): "the model folder's '\(path)' \(reason)"
    case .badCertificate(let subject, let reason):
      "the certificate of '\(PrintableText.escape(subject))' is not believed: \(PrintableText.escape(reason))"
    case .malformed(let subject, let reason): "not a valid \(subject): \(reason)"
    case .signatureCount(0): "the envelope is not signed"
    case .signatureCount(let count):
      "the envelope has \(count) signatures, where exactly one is expected"
    case .badSignature(let keyID):
      "the signature was not made by the key '\(keyID)' over this payload"
    case .wrongPayloadType(let found, let expected):
      "the payload is of type \(Self.quoted(found)), not '\(expected)'"
    case .wrongPredicateType(let found, let expected):
      "the statement's predicate is of type \(Self.quoted(found)), not '\(expected)'"
    }
  }

  /// What to type.
  public var hints: [String] {
    switch self {
    case .exposedKey(let path, _): ["chmod 600 \(ShellWord.quote(path))"]
    case .noPassphrase: ["export MODELGATE_KEY_PASSPHRASE"]
    case .oldEncryption: ["openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -out new-key.pem"]
    case .encryptedSSHKey: ["ssh-add ~/.ssh/id_ed25519", "--key ~/.ssh/id_ed25519.pub"]
    case .keyInWorktree(let path):
      ["mv \(ShellWord.quote(path)) ~/.config/modelgate/signing-key.pem"]
    case .agent: ["ssh-add -L"]
    case .unusableKey:
      ["openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem"]
    default: []
    }
  }

  /// A key that cannot be used stops the work; an attestation that is not believed is an answer.
  public var status: ExitStatus {
    switch self {
    case .file, .exposedKey, .unusableKey, .noPassphrase, .oldEncryption, .encryptedSSHKey,
      .keyInWorktree, .agent:
      .couldNotJudge
    default: .refused
    }
  }

  private static func octal(_ mode: UInt32) -> String {
    let digits = String(mode & 0o7777, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func quoted(_ foreign: String) -> String {
    "'\(PrintableText.escape(String(foreign.unicodeScalars.prefix(100))))'"
  }
}

extension String {
  /// Whether both hold the same UTF-8 bytes; `==` would also accept canonical equivalents.
  func isSameText(as other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}
