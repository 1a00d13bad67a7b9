// SPDX-License-Identifier: Apache-2.0

import Digests
import Stamps
import SystemPackage
import Testing

/// What the official loaders make of stamped files.
@Suite struct OracleTests {
  @Test(
    .enabled("needs Python with safetensors and numpy") { await Peer.has("safetensors, numpy") })
  func safetensorsLoadsTheSameTensors() async throws {
    let scratch = try Scratch()
    let plain = scratch.path.appending("plain.safetensors")
    let again = scratch.path.appending("again.safetensors")
    let stamped = scratch.path.appending("stamped.safetensors")
    // Official writers order metadata at random: the same model, saved twice, differs in its bytes.
    try await Peer.python(
      """
      import sys, numpy as np
      from safetensors.numpy import save_file
      r = np.random.default_rng(0)
      tensors = {"w": r.normal(size=(300, 700)), "é/bias": np.arange(7, dtype=np.int8),
        "empty": np.zeros((0, 3), np.float32), "scalar": np.array(2.5, np.float16)}
      meta = {f"key{i}": f"välue {i}" for i in range(20)}
      save_file(tensors, sys.argv[1], metadata=meta)
      save_file(tensors, sys.argv[2], metadata=dict(reversed(meta.items())))
      """, plain, again)
    let record = try ModelFile.stamp(plain, to: stamped, with: Examples.stamp())
    #expect(try ModelFile.inspect(plain).payloadDigest == record.payloadDigest)
    #expect(try ModelFile.inspect(again).payloadDigest == record.payloadDigest)
    let output = try await Peer.python(
      """
      import sys, hashlib, json, struct
      from safetensors import safe_open
      with safe_open(sys.argv[1], "np") as a, safe_open(sys.argv[2], "np") as b:
        assert sorted(a.keys()) == sorted(b.keys()) and len(list(a.keys())) == 4
        for k in a.keys():
          x, y = a.get_tensor(k), b.get_tensor(k)
          assert x.dtype == y.dtype and x.shape == y.shape and x.tobytes() == y.tobytes()
        before, after = a.metadata(), b.metadata()
        assert {k: v for k, v in after.items() if not k.startswith("modelgate.")} == before
      # The payload digest by its definition, in the words of another language.
      raw = open(sys.argv[2], "rb").read()
      n, = struct.unpack("<Q", raw[:8])
      header = json.loads(raw[8:8 + n])
      header["__metadata__"] = before
      text = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
      text += b" " * (-len(text) % 8)
      payload = hashlib.sha256(struct.pack("<Q", len(text)) + text + raw[8 + n:]).hexdigest()
      print(payload, after["modelgate.commit"])
      """, plain, stamped)
    #expect(
      output == "\(record.payloadDigest.hex) \(try Examples.stamp().commit)\n")
  }

  @Test(.enabled("needs Python with safetensors") { await Peer.has("safetensors") })
  func agreesWithTheOfficialLoaderOnWhatIsValid() async throws {
    let scratch = try Scratch()
    let tensor = #"{"dtype":"U8","shape":[1],"data_offsets":[0,1]}"#
    let dtypes = [
      "BOOL", "F4", "F6_E2M3", "F6_E3M2", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0",
      "F8_E4M3FNUZ", "F8_E5M2FNUZ", "I16", "U16", "F16", "BF16", "I32", "U32", "F32", "C64", "F64",
      "I64", "U64", "C128", "I4", "f32",
    ]
    var cases = dtypes.flatMap { dtype in
      [4, 6, 8, 16, 32, 64].map { bytes in
        (#"{"a":{"dtype":"\#(dtype)","shape":[2,4],"data_offsets":[0,\#(bytes)]}}"#, bytes)
      }
    }
    cases += [
      ("{}", 0), ("{}   \n", 0), ("{}", 1), ("{}\0", 0), (#"{"__metadata__":null}"#, 0),
      (#"{"__metadata__":{}}"#, 0), (#"{"__metadata__":{"a":null}}"#, 0),
      (#"{"__metadata__":{"a":"\ud800"}}"#, 0), (#"{"a":null}"#, 0), (#"{"":\#(tensor)}"#, 1),
      (#"{"\u0000":\#(tensor)}"#, 1), (#"{"a":\#(tensor)}"#, 1), (#"{"a":\#(tensor)}"#, 2),
      (#"{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}"#, 1),
      (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":[1]}}"#, 1),
      (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[-0,1]}}"#, 1),
      (#"{"a":{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}}"#, 1),
      (#"{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}"#, 2),
      (#"{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}"#, 1),
      (#"{"a":{"dtype":"F32","shape":[0,9223372036854775808,4],"data_offsets":[0,0]}}"#, 0),
      (#"{"a":{"dtype":"F32","shape":[9223372036854775808,4,0],"data_offsets":[0,0]}}"#, 0),
      (#"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"b":\#(tensor)}"#, 1),
      (#"{"a":{"dtype":"U8","shape":[0],"data_offsets":[1,1]},"b":\#(tensor)}"#, 1),
    ]
    var ours = ""
    for (number, (header, size)) in cases.enumerated() {
      let bytes = Examples.safetensors(header, Array(repeating: 0, count: size))
      let model = try scratch.write("\(number).safetensors", bytes)
      ours += (try? ModelFile.inspect(model)) == nil ? "\(number) refused\n" : "\(number) valid\n"
    }
    let theirs = try await Peer.python(
      """
      import sys, os, safetensors
      for i in range(len(os.listdir(sys.argv[1]))):
        try:
          safetensors.deserialize(open(f"{sys.argv[1]}/{i}.safetensors", "rb").read())
          print(i, "valid")
        except Exception:
          print(i, "refused")
      """, scratch.path)
    #expect(ours == theirs)
    #expect(ours.contains("valid") && ours.contains("refused"))
  }

  @Test(
    .enabled("needs Python with onnx, onnxruntime, skl2onnx and numpy") {
      await Peer.has("onnx, onnxruntime, skl2onnx, numpy")
    })
  func onnxRuntimeSeesTheStampAndPredictsTheSame() async throws {
    let scratch = try Scratch()
    let plain = scratch.path.appending("plain.onnx")
    let stamped = scratch.path.appending("stamped.onnx")
    try await Peer.python(
      """
      import sys, numpy as np
      from sklearn.linear_model import LogisticRegression
      from skl2onnx import to_onnx
      r = np.random.default_rng(0)
      x = r.normal(size=(200, 5)).astype(np.float32)
      model = to_onnx(LogisticRegression().fit(x, x[:, 0] + x[:, 1] > 0), x[:1])
      entry = model.metadata_props.add()
      entry.key, entry.value = "author", "zoë"
      open(sys.argv[1], "wb").write(model.SerializeToString())
      """, plain)
    let record = try ModelFile.stamp(plain, to: stamped, with: Examples.stamp())
    #expect(record.payloadDigest == Digest.of(try scratch.read(plain)))
    let output = try await Peer.python(
      """
      import sys, numpy as np, onnx, onnxruntime as ort
      ort.set_default_logger_severity(3)
      onnx.checker.check_model(sys.argv[2])
      raw = open(sys.argv[2], "rb").read()
      assert onnx.load(sys.argv[2]).SerializeToString() == raw
      x = np.random.default_rng(1).normal(size=(50, 5)).astype(np.float32)
      a, b = (ort.InferenceSession(p, providers=["CPUExecutionProvider"]) for p in sys.argv[1:])
      for p, q in zip(a.run(None, {"X": x}), b.run(None, {"X": x})):
        assert str(p) == str(q)
      meta = b.get_modelmeta().custom_metadata_map
      assert meta["author"] == "zoë" and len(meta) == 9
      print(meta["modelgate.data"])
      """, plain, stamped)
    #expect(output == "\(try Examples.stamp().keyValues[5].value)\n")
    let stripped = scratch.path.appending("stripped.onnx")
    try ModelFile.strip(stamped, to: stripped)
    #expect(try scratch.read(stripped) == scratch.read(plain))
  }

  @Test(
    .enabled("needs Python with onnx, onnxruntime and numpy") {
      await Peer.has("onnx, onnxruntime, numpy")
    })
  func onnxWithExternalWeightsLoadsAndSaysSo() async throws {
    let scratch = try Scratch()
    let plain = scratch.path.appending("plain.onnx")
    let stamped = scratch.path.appending("stamped.onnx")
    // The second tensor hides in a branch of an If node.
    try await Peer.python(
      """
      import sys, os, numpy as np, onnx
      from onnx import TensorProto as T, helper as h, numpy_helper as n
      def info(name): return h.make_tensor_value_info(name, T.FLOAT, [1024])
      def tensor(name, value): return n.from_array(np.full(1024, value, np.float32), name)
      one = h.make_graph([h.make_node("Constant", [], ["c"], value=tensor("v", 3))], "t", [], [info("c")])
      two = h.make_graph([h.make_node("Identity", ["x"], ["d"])], "e", [], [info("d")])
      graph = h.make_graph([
          h.make_node("Mul", ["x", "w"], ["m"]), h.make_node("If", ["b"], ["i"], then_branch=one, else_branch=two),
          h.make_node("Add", ["m", "i"], ["y"])],
        "g", [info("x"), h.make_tensor_value_info("b", T.BOOL, [1])], [info("y")], [tensor("w", 2)])
      model = h.make_model(graph, ir_version=8, opset_imports=[h.make_opsetid("", 13)])
      onnx.save(model, sys.argv[1], save_as_external_data=True, location="plain.weights", size_threshold=0,
        convert_attribute=True)
      """, plain)
    let record = try ModelFile.stamp(plain, to: stamped, with: Examples.stamp())
    #expect(
      record.notes == [
        "2 tensors lie outside this file and are not covered by its digests; "
          + "first in 'plain.weights'"
      ])
    let output = try await Peer.python(
      """
      import sys, numpy as np, onnx, onnxruntime as ort
      onnx.checker.check_model(sys.argv[1])
      s = ort.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
      y, = s.run(None, {"x": np.ones(1024, np.float32), "b": np.array([True])})
      print(y.min(), y.max())
      """, stamped)
    #expect(output == "5.0 5.0\n")
  }
}
