// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage
import TestSupport
import Testing

@Suite struct S3PinTests {
  static let sum = "zTBnwsNWVkdz0PwZObp0pDCxhYpP8sndExucneRKiO0="
  static let object =
    #"{"key":"p/a","versionId":"v","size":9,"checksumSHA256":"\#(sum)","checksumType":"FULL_OBJECT"}"#
  static let composite =
    #"{"key":"p/b","versionId":"v","size":5242890,"checksumSHA256":"\#(sum)-2","#
    + #""checksumType":"COMPOSITE","parts":[5242880,10]}"#

  static func pin(_ objects: String..., prefix: String = #""prefix":"p/","#) -> String {
    #"{"version":1,"bucket":"b",\#(prefix)"objects":[\#(objects.joined(separator: ","))]}"#
  }

  private func read(_ text: String) throws -> S3Pin {
    try S3Pin(parsing: Array(text.utf8), for: relative("data/churn"))
  }

  @Test func readsFullAndCompositeChecksums() throws {
    let pin = try read(Self.pin(Self.object, Self.composite))
    #expect(pin.objects.map(\.path.description) == ["a", "b"])
    guard case .composite(let digest, let layout) = pin.objects[1].checksum else {
      Issue.record("it is no composite")
      return
    }
    #expect(Base64.encode(digest.bytes) == Self.sum)
    #expect(layout == PartLayout(partSize: 5_242_880))
    // Without a prefix the one object is the dataset.
    #expect(try read(Self.pin(Self.object, prefix: "")).objects[0].path.description == "churn")
  }

  /// What replaces what in a pin that is taken, and what is said of it.
  @Test(arguments: [
    (#""version":1"#, #""version":2"#, "only version"),
    (#""bucket":"b""#, #""bucket":"""#, "empty"),
    (#""bucket":"b","#, #""bucket":"b","etag":"x","#, "not known"),
    (#""prefix":"p/","#, "", "needs the 'prefix'"),
    (#""prefix":"p/","#, #""prefix":"p","#, "end with"),
    (#""prefix":"p/","#, #""prefix":"q/","#, "start with"), ("p/a", "p/../a", "no path"),
    ("p/a", "p/", "no path"), ("p/a", "p//a", "no path"), ("p/a", "p/b", "twice"),
    (#""versionId":"v""#, #""versionId":"null""#, "keeps no versions"),
    (#""size":9"#, #""size":-1"#, "negative"), (#""size":9"#, #""size":9.5"#, "not an integer"),
    ("FULL_OBJECT", "FULL", "neither"), ("FULL_OBJECT", "COMPOSITE", "needs 'partSize'"),
    ("iO0=\",", "iO1=\",", "not SHA-256"), ("=-2", "=-3", "not of 2 parts"),
    ("=-2", "=-2-2", "not SHA-256"), ("[5242880,10]", "[5242880,11]", "add up"),
    ("[5242880,10]", "[0,5242890]", "above zero"), ("[5242880,10]", "[]", "above zero"),
    ("[5242880,10]", "[9223372036854775807,10]", "add up"),
    (#","objects":["#, #","objects":[],"x":["#, ""),
    (#""parts":[5242880,10]"#, #""partSize":1"#, "not of 5242890 parts"),
    (#""parts":[5242880,10]"#, #""partSize":0"#, "above zero"),
  ])
  func refuses(_ this: String, _ by: String, _ reason: String) throws {
    let text = Self.pin(Self.object, Self.composite)
    #expect(text.contains(this))
    let path = try relative("data/churn.s3.json")
    do {
      _ = try S3Format().datasets(in: Array(text.replacing(this, with: by).utf8), at: path)
      Issue.record("it was taken")
    } catch {
      #expect(error.reason.contains(reason), "\(error.reason)")
    }
  }

  @Test func refusesMoreLayoutsThanItWouldCompute() throws {
    let objects = (1...17).map { number in
      Self.composite.replacing("p/b", with: "p/\(number)")
        .replacing("[5242880,10]", with: "[\(number),\(5_242_890 - number)]")
    }
    let text =
      #"{"version":1,"bucket":"b","prefix":"p/","objects":["#
      + objects.joined(separator: ",") + "]}"
    #expect(throws: ManifestError.self) { try read(text) }
  }

  @Test func cutsAsItIsTold() throws {
    let content = (0..<100).map(UInt8.init)
    let layouts = [
      ([7], 15), ([100], 1), ([200], 1), ([30, 30, 40], 3), ([1, 2, 97], 3), ([50, 50], 2),
    ]
    for (sizes, count) in layouts {
      let layout = try #require(PartLayout(sizes: sizes.map(Int64.init)))
      #expect(layout.partCount(of: 100) == Int64(count))
      var digest = CompositeSHA256(layout)
      for byte in content { digest.update([byte].span) }
      var rest = content[...]
      var sums: [UInt8] = []
      for index in 0..<count {
        let part = rest.prefix(sizes[min(index, sizes.count - 1)])
        sums += Digest.of(Array(part)).bytes
        rest = rest.dropFirst(part.count)
      }
      #expect(digest.finalize() == Digest.of(sums))
    }
  }

  @Test(
    .enabled("boto3 and moto") { await PythonPeer.has("boto3, moto.server, flask") })
  func agreesWithAnS3ServiceOnEveryChecksum() async throws {
    let worktree = try await Self.uploaded()
    let check = try worktree.check("data.s3.json")
    #expect(check.verdict == .passed, "\(check.differences)")
    #expect(check.fileCount == 4)
    #expect(check.dataset.record?.isCollisionResistant == true)
    #expect(check.digest == (try worktree.track("data").manifest.datasetDigest))
    #expect(try worktree.check("one.csv.s3.json").verdict == .passed)

    for name in ["a.csv", "empty", "sub/even.bin", "sub/uneven.bin"] {
      try await worktree.seesEveryChange(of: "data/\(name)", as: name, by: "data.s3.json")
    }
    try await worktree.seesEveryChange(of: "one.csv", by: "one.csv.s3.json")
  }

  /// A folder and a file as they were uploaded, with the pins that the documented script made.
  static func uploaded() async throws -> Worktree {
    let worktree = try Worktree()
    let recipe = try String(
      decoding: SmallFile.read(
        Peers.package.appending("Sources/Manifests/Manifests.docc/S3Pin.md"), limit: 1 << 20),
      as: UTF8.self)
    let code = try #require(
      recipe.split(separator: "```python\n").last?.split(separator: "```").first)
    try worktree.write("pin.py", String(code))
    try await worktree.shell("python3", "-c", upload)
    return worktree
  }

  /// Uploads through a real HTTP service on loopback, and writes what the documented script makes.
  static let upload = """
    import json, os, sys
    sys.path.insert(0, ".")
    os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="y", AWS_DEFAULT_REGION="us-east-1")
    import boto3
    from moto.server import ThreadedMotoServer
    import pin
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    s3 = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
    s3.create_bucket(Bucket="datasets")
    s3.put_bucket_versioning(Bucket="datasets", VersioningConfiguration={"Status": "Enabled"})
    MiB = 1 << 20
    files = {
        "data/a.csv": [b"1,2\\n"],
        "data/empty": [b""],
        "data/sub/even.bin": [b"x" * 5 * MiB, b"0123456789"],
        "data/sub/uneven.bin": [b"y" * 5 * MiB, b"z" * 6 * MiB, b"!"],
        "one.csv": [b"1,2\\n3"],
    }
    for name, parts in files.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "wb") as file:
            file.write(b"".join(parts))
        place = {"Bucket": "datasets", "Key": "x/" + name}
        if len(parts) == 1:
            s3.put_object(**place, Body=parts[0], ChecksumAlgorithm="SHA256")
            continue
        upload = s3.create_multipart_upload(**place, ChecksumAlgorithm="SHA256")["UploadId"]
        done = []
        for number, body in enumerate(parts, 1):
            part = s3.upload_part(**place, UploadId=upload, PartNumber=number, Body=body,
                                  ChecksumAlgorithm="SHA256")
            done.append({"PartNumber": number, "ETag": part["ETag"],
                         "ChecksumSHA256": part["ChecksumSHA256"]})
        s3.complete_multipart_upload(**place, UploadId=upload, MultipartUpload={"Parts": done})
    with open("data.s3.json", "w") as file:
        json.dump(pin.pin(s3, "datasets", "x/data/"), file)
    one = pin.pin(s3, "datasets", "x/")
    del one["prefix"]
    one["objects"] = [o for o in one["objects"] if o["key"] == "x/one.csv"]
    with open("one.csv.s3.json", "w") as file:
        json.dump(one, file)
    server.stop()
    """
}
