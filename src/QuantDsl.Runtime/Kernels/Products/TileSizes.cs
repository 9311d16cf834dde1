namespace QuantDsl.CompilerServices;

internal readonly struct Size1 : ITileSize
{
    public static int Count => 1;
}

internal readonly struct Size2 : ITileSize
{
    public static int Count => 2;
}

internal readonly struct Size3 : ITileSize
{
    public static int Count => 3;
}

internal readonly struct Size4 : ITileSize
{
    public static int Count => 4;
}

internal readonly struct Size5 : ITileSize
{
    public static int Count => 5;
}

internal readonly struct Size6 : ITileSize
{
    public static int Count => 6;
}

internal readonly struct Size7 : ITileSize
{
    public static int Count => 7;
}

internal readonly struct Size8 : ITileSize
{
    public static int Count => 8;
}

internal readonly struct Size9 : ITileSize
{
    public static int Count => 9;
}

internal readonly struct Size10 : ITileSize
{
    public static int Count => 10;
}

internal readonly struct Size11 : ITileSize
{
    public static int Count => 11;
}

internal readonly struct Size12 : ITileSize
{
    public static int Count => 12;
}

internal readonly struct Size13 : ITileSize
{
    public static int Count => 13;
}

internal readonly struct Size14 : ITileSize
{
    public static int Count => 14;
}
