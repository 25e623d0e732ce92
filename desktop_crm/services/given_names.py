"""Given names and their everyday short forms in Romanian, Russian and English: Nelu is Ion, Саша is Александр.

One line a name: the full form first, then the forms people write instead. Folded on loading, so alphabets and
diacritics do not matter; a short form may belong to several names (Саша, Alex), then it fits each of them.
"""

from desktop_crm.base.text import fold

_NAMES = """
Александр Саша Шура Саня Сашка Алекс Alexander Alexandru Alex Alec Sandu Sandy Xander Alecu Sasha
Александра Саша Шура Саня Alexandra Sandra Alexa Sasha Alex
Алексей Лёша Алёша Леша Alexei Alexey Aleksey Alexis
Анастасия Настя Ася Стася Anastasia Nastia Nastya
Анатолий Толя Anatol Anatolie Tolea
Андрей Андрюша Andrew Andy Andrei Drew
Анна Аня Анюта Нюра Ann Anne Ana Anișoara Anika Annie
Антон Антоша Тоша Anthony Tony Anton Antonio
Арсений Сеня
Артём Тёма Артемий Artem Artiom
Борис Боря Boris
Вадим Вадик Vadim
Валентин Валя Valentin Vali
Валентина Валя Valentina Vali
Валерий Валера Valeriu Valerii Valery
Валерия Лера Валя Valeria
Василий Вася Василь Basil Vasile Vasilică Sile Vasia
Вера Верочка Vera
Вероника Ника Veronica
Виктор Витя Victor Vic Vitea
Виктория Вика Victoria Vicky Vicki Tori
Виталий Виталик Vitalie Vitalii
Владимир Вова Володя Vladimir Vova Volodea
Владислав Влад Слава Vladislav Vlad
Вячеслав Слава Veaceslav Slava
Галина Галя Galina Galea
Геннадий Гена Ghenadie Ghena
Георгий Жора Гоша Гога George Ghiță Gheorghe Gigi Gigel Georgică Georgie Jora
Григорий Гриша Gregory Greg Grigore Grigoraș Grișa
Дарья Даша Daria Dasha Dașa
Даниил Даня Данила Daniel Dan Danny Dani Dănuț
Денис Дэн Dennis Denis
Дмитрий Дима Митя Димон Dmitri Dumitru Mitică Mitea Dimitrie Dima
Евгений Женя Eugene Eugen Gene Jenea Evghenii Jenică
Евгения Женя Eugenia Jenea
Егор Егорка Egor
Екатерина Катя Катерина Catherine Katherine Kate Katie Cathy Kathy Kitty Ecaterina Cati Caterina Katia Katea
Елена Лена Helen Ellen Elena Leni Lenuța Lena
Елизавета Лиза Elizabeth Liz Lizzie Beth Betty Eliza Lisa Elisabeta Liza
Иван Ваня John Johnny Ion Nelu Ionel Ionuț Ioan Jack Ionică Iancu Ivan Vanea
Игорь Игорёк Igor
Илья Илюша Elijah Ilie Eli Iliuță
Инна Inna
Иосиф Осип Joseph Joe Joey Iosif
Ирина Ира Ириша Irina Irene Ira
Кирилл Кира Cyril Chiril Kirill
Константин Костя Constantin Costel Costică Costi Constantine Dinu Costea
Ксения Ксюша Xenia Xenie Ksenia
Лариса Лора Larisa Lora
Леонид Лёня Leonid Leonard Leo Lenea
Любовь Люба Liubovi Liuba Liubov
Людмила Люда Мила Люся Liudmila Ludmila Liuda Mila
Маргарита Рита Марго Margaret Maggie Meg Peggy Marge Margareta Rita Margo
Марина Мариша Marina
Мария Маша Маруся Mary Marie Molly Maria Marioara Măriuca Masha Mașa
Максим Макс Maxim Max Maximilian
Матвей Мотя Matthew Matt Matei Matvei
Михаил Миша Michael Mike Mick Mickey Mihai Mihail Mihăiță Misha Mișa Mișu
Надежда Надя Nadejda Nadia Nadea Nadezhda
Наталья Наташа Наталия Natalie Natalia Natașa Nata Natasha
Никита Nichita
Николай Коля Nicholas Nick Nicolae Nicu Nicușor Colea Niculae Niky Neculai
Оксана Ксана Oxana Oksana
Олег Олежка Oleg
Ольга Оля Olga Olea
Павел Паша Paul Pavel Pașa Pasha
Пётр Петя Peter Pete Petru Petre Petrică Petrișor Petea
Полина Поля Polina
Роман Рома Roman
Светлана Света Svetlana Sveta
Семён Сеня Simon Simion Semion
Сергей Серёжа Серый Serghei Sergiu Serge Sergey
Софья Соня София Sophie Sophia Sofia Sonia
Станислав Стас Слава Stanislav Stas
Степан Стёпа Stephen Steven Steve Ștefan Fane Ștefăniță Stefan Fănel Fănică Stiopa
Тамара Тома Tamara
Татьяна Таня Tatiana Tania Tanea Tanya
Тимофей Тима Timothy Tim Timotei
Фёдор Федя Theodore Ted Teddy Theo Tudor Teodor Fiodor Fedea
Эдуард Эдик Edward Ed Eddie Ned Eduard Edi Edic
Юлия Юля Julia Julie Iulia Iulea
Юрий Юра Iurie Iura Yuri
Яков Яша Jacob Jake Iacob
Ярослав Слава Iaroslav
Adrian Adi Adriano
Adriana Adi Ada
Bogdan Bogdănel
Cătălin Cătă Cătălinel
Cristian Cristi Christian Chris Cristea
Cristina Cristi Christina Christine Chris Tina
Dorin Dorinel Dorel
Florin Florinel Florea Flo
Gabriel Gabi Gabe Gavril Gavriil
Gabriela Gabi Gabrielle
Laurențiu Lenți Laurence Lawrence Larry
Marian Marinel
Marius Mariusică
Mădălina Mada
Octavian Tavi
Răzvan Răzvănel
Sorin Sorinel
Vasilica Lica
Abigail Abby Gail
Albert Al Bert Bertie
Alfred Alf Alfie Fred
Arthur Art Artie
Barbara Barb Babs
Benjamin Ben Benny Benji
Caroline Carol Carrie
Charles Charlie Chuck Chas
Charlotte Charlie Lottie
Christopher Chris Kit Topher
David Dave Davey Davy
Deborah Deb Debbie
Donald Don Donnie
Dorothy Dot Dottie Dolly
Edmund Ed Ned Ted
Edwin Ed Eddie
Eleanor Ellie Nell Nora
Emily Em Emmy
Francis Frank Fran
Frances Fran Fanny Frankie
Frederick Fred Freddie Freddy
Gerald Gerry Jerry
Harold Harry Hal
Henry Harry Hank Hal
Isabella Bella Isabel Izzy
James Jim Jimmy Jamie Jem
Jeffrey Jeff Geoff Geoffrey
Jennifer Jen Jenny
Jessica Jess Jessie
Jonathan Jon Jonny
Joshua Josh
Judith Judy
Kenneth Ken Kenny
Leonard Len Lenny
Lucy Lu Lucia
Martha Patty Marta
Martin Marty
Nathaniel Nathan Nate Nat
Oliver Ollie
Pamela Pam
Patricia Pat Patty Trish Tricia
Patrick Pat Paddy
Philip Phil Pip Filip
Rebecca Becky Becca
Richard Rick Dick Rich Richie Ricky
Robert Rob Bob Bobby Robbie Bert
Ronald Ron Ronnie
Samantha Sam Sammy
Samuel Sam Sammy
Stuart Stu Stewart
Susan Sue Susie Suzanne Suzy
Terence Terry
Theresa Tess Terry Teresa
Thomas Tom Tommy Toma
Valentine Val
Victoria Vicky
Vincent Vince Vinny
Walter Walt Wally
William Will Bill Billy Willie Liam
Zachary Zach Zack
"""

# Common names without forms of their own above: known, so that one of them is not taken for another misspelled.
_OTHERS = """
Marin Danielle Daniela Dana Anca Ileana Silvia Silviu Liviu Livia Ovidiu Ovidia Horia Radu Rodica Doina Dorina Viorel
Viorica Violeta Victorina Raluca Roxana Ramona Oana Monica Mona Loredana Lucian Luciana Luminița Lavinia Larisa Iuliana
Iulian Iulia Ioana Ilinca Ema Denisa Delia Corina Corneliu Cornelia Ciprian Cezar Cezara Carmen Camelia Călin Brîndușa
Bianca Beniamin Aurel Aurelia Aurica Anghel Angela Alina Alin Adela Mihaela Mirela Mircea Mariana Madalina Magdalena
Georgiana Georgeta Felicia Emil Emilia Emilian Eugenia Elvira Dragoș Diana Damian Codruța Claudiu Claudia Cătălina
Florentina Florica Gabriel Gheorghina Gina Ionela Ioniță Laura Lucreția Margareta Marcel Marcela Marinela Nicoleta
Nicolina Octavia Paula Paulina Petronela Petruța Ruxandra Sabina Sanda Simona Sorina Sînziana Stela Ștefania Teodora
Tiberiu Traian Valeriu Vasilena Veaceslav Veronica Virgil Virginia Vlad Zinaida Zoe Ludovic Matilda Nadina Nina
Алла Алина Альбина Ангелина Антонина Аркадий Артур Богдан Василиса Виолетта Всеволод Глеб Денис Диана Жанна Захар Зоя
Зинаида Илона Карина Клавдия Клара Лидия Лилия Майя Марк Мирослав Нелли Нина Раиса Регина Ренат Рита Родион Руслан
Руслана Рустам Святослав Снежана Тарас Тимур Ульяна Эдуард Эльвира Эмма Эрик Юлиан Яна Ян Карен Герман Давид Марат
Aaron Adam Adrian Aidan Alan Alison Amanda Amber Amelia Amy Angela Anita Ava Brian Bruce Chloe Claire Clara Colin Craig
Dean Diana Dylan Eric Erica Ethan Eva Evan Eve Evelyn Freya Gary Gemma Glen Grace Graham Gordon Harriet Hazel Heather
Holly Hugh Hugo Ian Imogen Ivy Jane Janet Jason Jean Jenna Joan Joanna Joanne Joyce Julian Karen Karl Keith Kelly Kevin
Kim Laura Lauren Leah Lee Leon Lewis Lily Linda Lisa Logan Louis Louise Luke Lynn Marcus Marc Mark Megan Melissa Mia
Miriam Naomi Neil Nicola Nicole Nigel Noah Olive Olivia Oscar Owen Philippa Phoebe Rachel Ralph Roger Rose Roy Russell
Ruth Ryan Sally Sara Sarah Scott Sean Sharon Shaun Sheila Shirley Simon Simone Stella Tara Tracy Trevor Tyler Wendy
"""


def _index() -> tuple[dict[str, frozenset[int]], list[str]]:
    groups: dict[str, set[int]] = {}
    full = []
    for number, line in enumerate(_NAMES.strip().splitlines()):
        forms = [fold(form) for form in line.split()]
        full.append(forms[0])
        for form in forms:
            groups.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in groups.items()}, full


_GROUPS, _FULL = _index()
_KNOWN = frozenset(_GROUPS) | {fold(name) for name in _OTHERS.split()}


def is_known(folded: str) -> bool:
    """Whether the folded word is a given name of the table (so another known name is no misspelling of it)."""
    return folded in _KNOWN


def same_given_name(a: str, b: str) -> bool:
    """Whether two folded given names may be two forms of one name."""
    groups = _GROUPS.get(a)
    return groups is not None and not groups.isdisjoint(_GROUPS.get(b, ()))


def canonical(folded: str) -> str:
    """The full form of a name, folded; the word itself where the table has it for several names or for none."""
    groups = _GROUPS.get(folded)
    return _FULL[next(iter(groups))] if groups is not None and len(groups) == 1 else folded
