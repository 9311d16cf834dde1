using System.Security.Cryptography;
using System.Text;
using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Formats;

public sealed class SafetensorsGoldenTests
{
    [Fact]
    public void TheWriterWritesExactlyTheseBytes()
    {
        // F64 before F32 before BOOL; within F32 "Z" < "a" < "ä" by UTF-8 bytes; the header ends in spaces up to a multiple of 8.
        string template = """
            {"__metadata__":{
            "quantdsl.digest":"SHA-256 of this file with the digits of quantdsl.sha256 read as 0","quantdsl.sha256":"DIGITS",
            "Größe":"1 \"µ\"","format":"pt"},
            "d":{"dtype":"F64","shape":[],"data_offsets":[0,8]},
            "Z":{"dtype":"F32","shape":[0],"data_offsets":[8,8]},
            "a":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},
            "ä":{"dtype":"F32","shape":[1],"data_offsets":[16,20]},
            "b":{"dtype":"BOOL","shape":[3],"data_offsets":[20,23]}}
            """.ReplaceLineEndings("");
        byte[] data =
        [
            0, 0, 0, 0, 0, 0, 0xF8, 0xBF, // -1.5
            0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, // 1, -2
            0, 0, 0, 0x3F, // 0.5
            1, 0, 1,
        ];
        var metadata = new Dictionary<string, string> { ["Größe"] = "1 \"µ\"", ["format"] = "pt" };

        byte[] Expected(string digits)
        {
            string header = template.Replace("DIGITS", digits, StringComparison.Ordinal);
            int bytes = Encoding.UTF8.GetByteCount(header);
            return SafetensorsBytes.Compose(header + new string(' ', (8 - (bytes % 8)) % 8), data);
        }

        string digest = Convert.ToHexString(SHA256.HashData(Expected(new string('0', 64)))).ToLowerInvariant();

        using Tensor a = tensor([1f, -2f], [2, 1]);
        using Tensor b = tensor([true, false, true]);
        using Tensor d = tensor(-1.5);
        using Tensor z = empty(0);
        using Tensor umlaut = tensor([0.5f]);
        byte[] written = SafetensorsBytes.Written([new("ä", umlaut), new("b", b), new("a", a), new("Z", z), new("d", d)], metadata);

        Assert.Equal(Encoding.UTF8.GetString(Expected(digest)), Encoding.UTF8.GetString(written));
        Assert.Equal(Expected(digest), written);
        Assert.Equal(0, (written.Length - data.Length) % 8);
    }

    [Fact]
    public void TheSameContentGivesTheSameBytesInAnyOrder()
    {
        using Tensor x = TestTensors.Range(10, int64);
        using Tensor y = TestTensors.Range(10, float32);
        using Tensor z = TestTensors.Range(5, float32);
        KeyValuePair<string, Tensor>[] tensors = [new("x", x), new("y", y), new("z", z)];
        KeyValuePair<string, string>[] metadata = [new("a", "1"), new("b", "2"), new("B", "3")];

        byte[] first = SafetensorsBytes.Written(tensors, metadata.ToDictionary());
        byte[] second = SafetensorsBytes.Written([.. tensors.Reverse()], metadata.Reverse().ToDictionary());
        Assert.Equal(first, second);
    }

    [Fact]
    public void AFileOfAnotherProgramIsReadWithoutChecksum()
    {
        // Tensors in another order than their data, white space, escapes, no padding: all within the format.
        byte[] bytes = SafetensorsBytes.Compose(
            """
            {"b" : {"data_offsets":[4,6],"shape":[2],"dtype":"U8"},
            "\u0061":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"__metadata__":{"format":"pt"}}
            """,
            0, 0, 0x80, 0x3F, 7, 8);
        using SafetensorsFile file = SafetensorsBytes.Open(bytes);

        Assert.False(file.HasDigest);
        Assert.Equal("pt", Assert.Single(file.Metadata).Value);
        Assert.Equal("[format, pt]\na Float32 [] 0+4 0000803F\nb Byte [2] 4+2 0708\n", SafetensorsBytes.Describe(file));
    }

    [Fact]
    public void TheEmptyFileOfTheReferenceImplementationIsRead()
    {
        using SafetensorsFile file = SafetensorsBytes.Open(SafetensorsBytes.Compose("{}      "));
        Assert.Empty(file.Entries);
        Assert.False(file.HasDigest);
    }
}
