"""How outside files look: xlsx, csv, vcf. Knows neither database nor windows."""
