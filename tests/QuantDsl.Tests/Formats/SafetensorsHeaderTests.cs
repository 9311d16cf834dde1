using System.Text;
using QuantDsl.Formats;

namespace QuantDsl.Tests.Formats;

/// <summary>Headers that claim what is not so. Every file here has 8 bytes of data.</summary>
public sealed class SafetensorsHeaderTests
{
    private static readonly byte[] Data = new byte[8];

    [Theory]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", null)]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "tensors take 4 bytes, but 8 bytes of data follow")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}""", "tensors take 9 bytes, but 8 bytes of data follow")]
    [InlineData("""{}""", "tensors take 0 bytes, but 8 bytes of data follow")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""",
        "'a' begins at byte 4 of the data, which leaves a gap after byte 0")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""",
        "'b' begins at byte 4 of the data, which leaves a gap after byte 2")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[6],"data_offsets":[0,6]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""",
        "'b' begins at byte 4 of the data, which overlaps the tensor that ends at 6")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""",
        "begins at byte 0 of the data, which overlaps the tensor that ends at 8")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[8],"data_offsets":[0,8]}}""",
        "'a' of type F32 and shape [8] needs 32 bytes, but its offsets 0 to 8 span 8")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[8,0]}}""", "offsets 8 to 0 span -8")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[8],"data_offsets":[-8,0]}}""",
        "'data_offsets' of tensor 'a' must hold integers from 0 to 2^63-1, not '-8'")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,8]}}""",
        "'shape' of tensor 'a' must hold integers from 0 to 2^63-1, not '-1'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8.0],"data_offsets":[0,8]}}""", "not '8.0'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8e0],"data_offsets":[0,8]}}""", "not '8e0'")]
    [InlineData("""{"a":{"dtype":"U8","shape":["8"],"data_offsets":[0,8]}}""", "integers from 0 to 2^63-1, not '8'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,8]}}""", "not '9223372036854775808'")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""",
        "'a' of shape [4294967296, 4294967296] is larger than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,0],"data_offsets":[0,0]}}""", "is larger than any file")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""",
        "tensors take 9223372036854775807 bytes, but 8")]
    [InlineData("""{"a":{"dtype":"U8","shape":8,"data_offsets":[0,8]}}""", "'shape' of tensor 'a' must be an array, not '8'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[[8]],"data_offsets":[0,8]}}""", "not valid JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8,8]}}""", "'data_offsets' of tensor 'a' has more than 2 numbers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0]}}""", "'a' must have 'dtype', 'shape' and two 'data_offsets'")]
    [InlineData("""{"a":{"shape":[8],"data_offsets":[0,8]}}""", "'a' must have 'dtype', 'shape' and two 'data_offsets'")]
    [InlineData("""{"a":{}}""", "'a' must have 'dtype', 'shape' and two 'data_offsets'")]
    [InlineData("""{"a":7}""", "tensor 'a' must be an object, not '7'")]
    [InlineData(
        """{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""",
        "the element type 'F8_E4M3'; the supported types are BOOL, U8, I8, I16, F16, BF16, I32, F32, F64, I64")]
    [InlineData("""{"a":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}""", "the element type 'f32'")]
    [InlineData("""{"a":{"dtype":null,"shape":[2],"data_offsets":[0,8]}}""", "the element type 'null'")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "tensor 'a' has a duplicate or unknown property 'dtype'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8],"x":1}}""", "tensor 'a' has a duplicate or unknown property 'x'")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"\u0061":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""",
        "tensor 'a' is in its header twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", "'__metadata__' is in its header twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", "metadata 'k' is in its header twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", "metadata 'k' must be a string, not '1'")]
    [InlineData("""{"__metadata__":{"k":null}}""", "metadata 'k' must be a string, not 'null'")]
    [InlineData("""{"__metadata__":[]}""", "'__metadata__' must be an object of strings, not '['")]
    [InlineData("""{"__metadata__":{"k":"\ud800"}}""", "not valid JSON")]
    [InlineData("""{"__metadata__":{"quantdsl.sha256":"00"}}""", "must be 64 lower-case hexadecimal digits, not '00'")]
    [InlineData(
        """{"__metadata__":{"quantdsl.digest":""},"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""",
        "one of the metadata 'quantdsl.sha256' and 'quantdsl.digest' is missing")]
    [InlineData(
        """{"__metadata__":{"quantdsl.sha256":"A000000000000000000000000000000000000000000000000000000000000000"}}""",
        "lower-case hexadecimal")]
    [InlineData("""[]""", "its header does not begin with '{'")]
    [InlineData(""" {}""", "its header does not begin with '{'")]
    [InlineData("", "its header does not begin with '{'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}""", "not valid JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}{}""", "not valid JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},}""", "not valid JSON")]
    [InlineData("""{/**/"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "not valid JSON")]
    public void ClaimsAreChecked(string header, string? refusal)
    {
        Check(SafetensorsBytes.Compose(header, Data), refusal);
    }

    [Theory]
    [InlineData("\"quantdsl.digest\":\"\",", "does not match its checksum. A program that changes the file on purpose")]
    [InlineData("", "one of the metadata 'quantdsl.sha256' and 'quantdsl.digest' is missing")]
    public void AChecksumMustMatchAndComeWithItsRule(string rule, string refusal)
    {
        string digits = new('0', 64);
        string header =
            $$$"""
            {"__metadata__":{{{{rule}}}"quantdsl.sha256":"{{{digits}}}"},"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}
            """;
        Check(SafetensorsBytes.Compose(header, Data), refusal);
    }

    [Fact]
    public void TheHeaderMustBeUtf8()
    {
        byte[] header = Encoding.UTF8.GetBytes("""{"aé":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""");
        header[Array.IndexOf(header, (byte)0xC3)] = (byte)'b';
        Check(SafetensorsBytes.Compose(header, Data), "not valid UTF-8");
    }

    [Theory]
    [InlineData(0UL, "does not begin with '{'")]
    [InlineData(65UL, "claims a header of 65 bytes, but only 64 follow")]
    [InlineData(100_000_000UL, "claims a header of 100000000 bytes, but only 64 follow")]
    [InlineData(100_000_001UL, "claims a header of 100000001 bytes; at most 100000000 are allowed")]
    [InlineData(1UL << 63, "claims a header of 9223372036854775808 bytes; at most 100000000 are allowed")]
    [InlineData(ulong.MaxValue, "claims a header of 18446744073709551615 bytes; at most 100000000 are allowed")]
    public void TheHeaderLengthIsChecked(ulong length, string refusal)
    {
        byte[] file = SafetensorsBytes.Compose("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""".PadRight(56), Data);
        BitConverter.TryWriteBytes(file, length);
        Check(file, refusal);
    }

    [Fact]
    public void ShortFilesAreRefused()
    {
        Check([], "it has 0 bytes, fewer than the 8 of the header length");
        Check(new byte[7], "it has 7 bytes, fewer than the 8 of the header length");
    }

    [Fact]
    public void DeepNestingAndManyAxesAreRefused()
    {
        Check(SafetensorsBytes.Compose("{\"a\":{\"shape\":" + new string('[', 1_000_000), Data), "not valid JSON");
        string ones = string.Join(",", Enumerable.Repeat("1", 100_000));
        Check(
            SafetensorsBytes.Compose($$$"""{"a":{"dtype":"F64","shape":[{{{ones}}}],"data_offsets":[0,8]}}""", Data),
            "'shape' of tensor 'a' has more than 64 numbers");
    }

    [Fact]
    public void MessagesStayShortWhateverTheNames()
    {
        string name = new('n', 1_000_000);
        string header = $$$"""{"{{{name}}}":{"dtype":"U8","shape":[7],"data_offsets":[0,8]}}""";
        ModelFileException error = Assert.Throws<ModelFileException>(() => SafetensorsBytes.Open(SafetensorsBytes.Compose(header, Data)));
        Assert.InRange(error.Message.Length, 100, 500);
    }

    [Fact]
    public void BooleansMustBeZeroOrOne()
    {
        byte[] bytes = SafetensorsBytes.Compose("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", 1, 2);
        using SafetensorsFile file = SafetensorsBytes.Open(bytes);
        ModelFileException error = Assert.Throws<ModelFileException>(() => SafetensorsBytes.Describe(file));
        Assert.Contains("its BOOL tensor 'a' has bytes other than 0 and 1", error.Message);
    }

    private static void Check(byte[] bytes, string? refusal)
    {
        if (refusal is null)
        {
            SafetensorsBytes.Open(bytes).Dispose();
            return;
        }

        ModelFileException error = Assert.Throws<ModelFileException>(() => SafetensorsBytes.Open(bytes));
        Assert.StartsWith("Cannot read model file 'test.safetensors': ", error.Message);
        Assert.Contains(refusal, error.Message);
    }
}
